using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoders;

/// <summary>Encodes rows, one by one or by column: a few loops over flat arrays. What a cell becomes is written once; only the reading of cells differs.</summary>
internal sealed class EncoderProgram
{
    private readonly EncoderLayout _layout;
    private readonly CategoryBuckets[] _buckets;
    private readonly TextEncoder[] _texts;

    public EncoderProgram(EncoderLayout layout)
    {
        _layout = layout;
        _buckets = [.. layout.Categories.Select(c => new CategoryBuckets(c.Plan))];
        _texts = [.. layout.Texts.Select(t => new TextEncoder(t.Plan))];
    }

    /// <summary>Encodes one row. Allocates nothing.</summary>
    public void Encode(ReadOnlySpan<Value> row, ReadOnlySpan<int> positions, Span<float> dense, Span<long> categories)
    {
        dense[_layout.CodeStart.._layout.Width].Clear();
        for (int i = 0; i < _layout.Numbers.Length; i++)
        {
            SetNumber(i, Cells.Number(row[positions[_layout.Numbers[i].Column]], _layout.Numbers[i].Plan), dense);
        }

        for (int i = 0; i < _layout.Circles.Length; i++)
        {
            SetCircle(i, Time.Milliseconds(row[positions[_layout.Circles[i].Column]]), dense);
        }

        int index = 0;
        for (int i = 0; i < _layout.Categories.Length; i++)
        {
            SetCategory(i, _buckets[i].Of(row[positions[_layout.Categories[i].Column]]), dense, categories, ref index);
        }

        for (int i = 0; i < _texts.Length; i++)
        {
            _texts[i].Encode(row[positions[_layout.Texts[i].Column]], dense[_layout.TextStarts[i]..]);
        }
    }

    /// <summary>Encodes a batch, column by column within blocks of rows that stay in the cache.</summary>
    public void Encode(RowBatch batch, ReadOnlySpan<int> positions, Span<float> dense, Span<long> categories)
    {
        const int Block = 256;
        int width = _layout.Width;
        int indices = _layout.CategorySizes.Length;
        int[]?[] known = new int[_buckets.Length][];
        for (int i = 0; i < known.Length; i++)
        {
            known[i] = _buckets[i].Room(batch.Columns[positions[_layout.Categories[i].Column]]);
        }

        Span<double> numbers = stackalloc double[Block];
        Span<long> times = stackalloc long[Block];
        for (int start = 0; start < batch.Count; start += Block)
        {
            int count = Math.Min(Block, batch.Count - start);
            Span<float> to = dense.Slice(start * width, count * width);
            to.Clear();
            for (int i = 0; i < _layout.Numbers.Length; i++)
            {
                Cells.Numbers(batch.Columns[positions[_layout.Numbers[i].Column]], start, _layout.Numbers[i].Plan, numbers[..count]);
                for (int r = 0; r < count; r++)
                {
                    SetNumber(i, numbers[r], to.Slice(r * width, width));
                }
            }

            for (int i = 0; i < _layout.Circles.Length; i++)
            {
                Cells.Times(batch.Columns[positions[_layout.Circles[i].Column]], start, times[..count]);
                for (int r = 0; r < count; r++)
                {
                    SetCircle(i, times[r], to.Slice(r * width, width));
                }
            }

            int index = 0;
            for (int i = 0; i < _layout.Categories.Length; i++)
            {
                ColumnData column = batch.Columns[positions[_layout.Categories[i].Column]];
                int at = index;
                for (int r = 0; r < count; r++)
                {
                    index = at;
                    SetCategory(i, _buckets[i].Of(column, start + r, known[i]), to.Slice(r * width, width), categories.Slice((start + r) * indices, indices), ref index);
                }
            }

            for (int i = 0; i < _texts.Length; i++)
            {
                ColumnData column = batch.Columns[positions[_layout.Texts[i].Column]];
                for (int r = 0; r < count; r++)
                {
                    _texts[i].Encode(column[start + r], to[((r * width) + _layout.TextStarts[i])..]);
                }
            }
        }
    }

    private void SetNumber(int number, double x, Span<float> dense)
    {
        NumberPlan plan = _layout.Numbers[number].Plan;
        bool missing = double.IsNaN(x);
        if (plan.Codes.Length > 0 && Array.IndexOf(plan.Codes, x) is var code and >= 0)
        {
            dense[_layout.CodeStarts[number] + code] = 1;
        }

        if (missing && plan.KeepMissing)
        {
            dense[number] = float.NaN;
            return;
        }

        x = missing ? plan.Impute : x;
        x = plan.Log ? NumberSummary.SignedLog(x) : x;
        double z = Math.Min(Math.Max((x - plan.Offset) * plan.Factor, plan.Low), plan.High);
        dense[number] = (float)z;
        if (plan.Rank is { } curve)
        {
            dense[_layout.RankOf[number]] = (float)curve.Score(z);
        }

        if (plan.Indicator)
        {
            dense[_layout.IndicatorOf[number]] = missing ? 1 : 0;
        }
    }

    private void SetCircle(int circle, long time, Span<float> dense)
    {
        (_, long shift, long period, _) = _layout.Circles[circle];
        if (_layout.PlainTimes)
        {
            dense[_layout.SineStart + circle] = time == Time.Missing ? float.NaN : (float)Time.Part(time, shift, period);
            return;
        }

        double angle = Time.Angle(time == Time.Missing ? 0 : time, shift, period);
        dense[_layout.SineStart + circle] = time == Time.Missing ? 0 : (float)Math.Sin(angle);
        dense[_layout.CosineStart + circle] = time == Time.Missing ? 0 : (float)Math.Sin(angle + (Math.PI / 2));
    }

    private void SetCategory(int category, int bucket, Span<float> dense, Span<long> categories, ref int index)
    {
        CategoryPlan plan = _layout.Categories[category].Plan;
        if (!plan.OneHot)
        {
            categories[index++] = bucket;
        }
        else if (bucket >= plan.FirstDense)
        {
            dense[_layout.DenseStarts[category] + bucket - plan.FirstDense] = 1;
        }
    }
}
