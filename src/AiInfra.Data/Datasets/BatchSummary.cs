using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;

namespace AiInfra.Data.Datasets;

/// <summary>Summarises batches column by column.</summary>
internal sealed class BatchSummary(RowSchema schema)
{
    private readonly TableSketch _sketch = new(schema);
    private int[] _counts = [];

    public void Add(RowBatch batch)
    {
        for (int c = 0; c < batch.Columns.Count; c++)
        {
            ColumnSketch sketch = _sketch.Columns[c];
            switch (batch.Columns[c])
            {
                case NumberColumn numbers:
                    sketch.AddNumbers(numbers.Values);
                    break;
                case TextColumn texts:
                    Add(sketch, texts);
                    break;
                case ColumnData other:
                    for (int i = 0; i < other.Count; i++)
                    {
                        sketch.Add(other[i]);
                    }

                    break;
            }
        }

        _sketch.AddRows(batch.Count);
    }

    public TableSummary ToSummary() => _sketch.ToSummary();

    /// <summary>Counts codes first, so that a text met a thousand times in a batch is looked up once.</summary>
    private void Add(ColumnSketch sketch, TextColumn texts)
    {
        // Read once: a source that reads on adds texts to the same list meanwhile.
        IReadOnlyList<string> list = texts.Texts;
        int known = list.Count;
        if (known > texts.Count)
        {
            for (int i = 0; i < texts.Count; i++)
            {
                sketch.AddText(texts.Text(i));
            }

            return;
        }

        if (_counts.Length < known)
        {
            _counts = new int[Math.Max(known, 1024)];
        }

        Span<int> counts = _counts.AsSpan(0, known);
        counts.Clear();
        int missing = 0;
        foreach (int code in texts.Codes)
        {
            if (code < 0)
            {
                missing++;
            }
            else
            {
                counts[code]++;
            }
        }

        sketch.AddMissing(missing);
        for (int code = 0; code < counts.Length; code++)
        {
            if (counts[code] > 0)
            {
                sketch.AddText(list[code], counts[code]);
            }
        }
    }
}
