namespace AiInfra.Data.Records;

/// <summary>A record's property has no column, or several.</summary>
internal sealed class RecordColumnException(string message) : Exception(message);
