namespace AiInfra.Data.Sources.Csv;

/// <summary>Blank lines that wait for another record: between records they are passed over and counted, in a table of one column they are missing values. Those at the end are nothing.</summary>
internal sealed class CsvBlankLines
{
    private readonly List<long> _lines = [];

    public int Count => _lines.Count;

    public void Add(long line) => _lines.Add(line);

    public void Clear() => _lines.Clear();

    /// <summary>Takes those before the record whose fields begin at <paramref name="firstField"/>; gives where they begin then.</summary>
    public int Pass(int start, int firstField, int columns, CsvBlock block)
    {
        if (columns != 1)
        {
            block.BlankLines += _lines.Count;
            _lines.Clear();
            return firstField;
        }

        CsvField[] kept = block.AllFields[firstField..].ToArray();
        block.DropFieldsFrom(firstField);
        foreach (long line in _lines)
        {
            block.AddField(new CsvField(start, 0, false));
            block.EndRecord(firstField++, line, start);
        }

        _lines.Clear();
        foreach (CsvField field in kept)
        {
            block.AddField(field);
        }

        return firstField;
    }
}
