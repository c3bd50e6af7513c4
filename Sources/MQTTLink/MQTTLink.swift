// The room of MQTTLink.
