namespace TrainTable;

/// <summary>The person at the keyboard can mend this: the message says how.</summary>
internal sealed class UsageException(string message) : Exception(message);
