using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoders;

/// <summary>Encodes rows: a few loops over flat arrays, no allocation.</summary>
internal sealed class EncoderProgram
{
    private readonly EncoderLayout _layout;
    private readonly Dictionary<string, int>?[] _texts;
    private readonly Dictionary<long, int>?[] _keys;

    public EncoderProgram(EncoderLayout layout)
    {
        _layout = layout;
        _texts = new Dictionary<string, int>?[layout.Categories.Length];
        _keys = new Dictionary<long, int>?[layout.Categories.Length];
        for (int i = 0; i < _texts.Length; i++)
        {
            CategoryPlan plan = layout.Categories[i].Plan;
            if (plan.Kind == ValueKind.Text)
            {
                Dictionary<string, int> texts = _texts[i] = new(plan.Values.Length, StringComparer.Ordinal);
                for (int j = 0; j < plan.Values.Length; j++)
                {
                    texts.Add(plan.Values[j], plan.BucketOf[j]);
                }
            }
            else
            {
                Dictionary<long, int> keys = _keys[i] = new(plan.Values.Length);
                for (int j = 0; j < plan.Values.Length; j++)
                {
                    keys.Add(CategoryKey.Parse(plan.Values[j]), plan.BucketOf[j]);
                }
            }
        }
    }

    public void Encode(ReadOnlySpan<Value> row, ReadOnlySpan<int> positions, Span<float> dense, Span<long> categories)
    {
        (int Column, NumberPlan Plan)[] numbers = _layout.Numbers;
        int indicator = _layout.IndicatorStart;
        int rank = _layout.RankStart;
        dense[_layout.CodeStart.._layout.Width].Clear();
        for (int i = 0; i < numbers.Length; i++)
        {
            NumberPlan plan = numbers[i].Plan;
            double x = Number(row[positions[numbers[i].Column]], plan);
            bool missing = double.IsNaN(x);
            if (Array.IndexOf(plan.Codes, x) is var code and >= 0)
            {
                dense[_layout.CodeStarts[i] + code] = 1;
            }

            x = missing ? plan.Impute : x;
            x = plan.Log ? NumberSummary.SignedLog(x) : x;
            double z = Math.Min(Math.Max((x - plan.Offset) * plan.Factor, plan.Low), plan.High);
            dense[i] = (float)z;
            if (plan.Rank is { } curve)
            {
                dense[rank++] = (float)curve.Score(z);
            }

            if (plan.Indicator)
            {
                dense[indicator++] = missing ? 1 : 0;
            }
        }

        (int Column, long Shift, long Period, string Name)[] circles = _layout.Circles;
        for (int i = 0; i < circles.Length; i++)
        {
            long time = Time.Milliseconds(row[positions[circles[i].Column]]);
            double angle = Time.Angle(time == Time.Missing ? 0 : time, circles[i].Shift, circles[i].Period);
            dense[_layout.SineStart + i] = time == Time.Missing ? 0 : (float)Math.Sin(angle);
            dense[_layout.CosineStart + i] = time == Time.Missing ? 0 : (float)Math.Sin(angle + (Math.PI / 2));
        }

        int index = 0;
        for (int i = 0; i < _layout.Categories.Length; i++)
        {
            CategoryPlan plan = _layout.Categories[i].Plan;
            int bucket = Bucket(row[positions[_layout.Categories[i].Column]], plan, i);
            if (!plan.OneHot)
            {
                categories[index++] = bucket;
            }
            else if (bucket >= plan.FirstDense)
            {
                dense[_layout.DenseStarts[i] + bucket - plan.FirstDense] = 1;
            }
        }
    }

    private static double Number(Value value, NumberPlan plan)
    {
        if (plan.Kind == ValueKind.Instant)
        {
            return value.Kind switch
            {
                ValueKind.Instant => Time.Milliseconds(value),
                ValueKind.Missing => double.NaN,
                _ => throw Wrong(plan, value),
            };
        }

        return value.Kind is ValueKind.Number or ValueKind.Boolean or ValueKind.Missing ? value.AsNumber() : throw Wrong(plan, value);
    }

    private int Bucket(Value value, CategoryPlan plan, int category)
    {
        if (value.IsMissing)
        {
            return plan.MissingBucket;
        }

        if (_texts[category] is { } texts)
        {
            string text = value.AsText()!;
            return text.Length == 0 ? plan.MissingBucket : texts.GetValueOrDefault(text);
        }

        return value.Kind is ValueKind.Number or ValueKind.Boolean ? _keys[category]!.GetValueOrDefault(CategoryKey.Of(value.AsNumber())) : throw Wrong(plan, value);
    }

    private static EncodingException Wrong(ColumnPlan plan, Value value) => new(
        $"Column '{plan.Name}' was learned as {plan.Kind}; a value of kind {value.Kind} came: '{value}'. Convert it before encoding, or give a missing value.");
}
