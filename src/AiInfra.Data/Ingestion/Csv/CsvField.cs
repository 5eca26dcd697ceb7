namespace AiInfra.Data.Ingestion.Csv;

/// <summary>Where a field's content stands in the buffer, without quotes and outer blanks.</summary>
internal readonly struct CsvField(int start, int length, bool hasDoubledQuotes)
{
    private readonly int _length = hasDoubledQuotes ? length | int.MinValue : length;

    public int Start { get; } = start;

    public int Length => _length & int.MaxValue;

    /// <summary>Whether the content holds "" for each quote.</summary>
    public bool HasDoubledQuotes => _length < 0;
}
