// The room of Signatures.
