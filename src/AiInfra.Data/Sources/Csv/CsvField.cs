namespace AiInfra.Data.Sources.Csv;

/// <summary>Where a field's content stands in the buffer, without quotes and outer blanks.</summary>
internal readonly struct CsvField(int start, int length, bool isEscaped)
{
    private readonly int _length = isEscaped ? length | int.MinValue : length;

    public int Start { get; } = start;

    public int Length => _length & int.MaxValue;

    /// <summary>Whether the content is to be unescaped: it holds "" for each quote, or what an escape character protects.</summary>
    public bool IsEscaped => _length < 0;
}
