// The room of WardContract.
