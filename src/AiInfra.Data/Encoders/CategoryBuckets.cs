using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoders;

/// <summary>The bucket of each value of a category.</summary>
internal sealed class CategoryBuckets
{
    private readonly CategoryPlan _plan;
    private readonly Dictionary<string, int>? _texts;
    private readonly Dictionary<long, int>? _keys;

    public CategoryBuckets(CategoryPlan plan)
    {
        _plan = plan;
        if (plan.Kind == ValueKind.Text)
        {
            _texts = new(plan.Values.Length, StringComparer.Ordinal);
            for (int j = 0; j < plan.Values.Length; j++)
            {
                _texts.Add(plan.Values[j], plan.BucketOf[j]);
            }
        }
        else
        {
            _keys = new(plan.Values.Length);
            for (int j = 0; j < plan.Values.Length; j++)
            {
                _keys.Add(VocabularyKey.Parse(plan.Values[j]), plan.BucketOf[j]);
            }
        }
    }

    /// <summary>Room to remember the bucket of each text of a column, -1 where it was not looked up yet; null where the texts are more than the rows.</summary>
    public int[]? Room(ColumnData column)
    {
        if (_texts is null || column is not TextColumn texts || texts.Texts.Count is var known && known > texts.Count)
        {
            return null;
        }

        var room = new int[known];
        Array.Fill(room, -1);
        return room;
    }

    public int Of(ColumnData column, int row, int[]? known)
    {
        if (known is null || ((TextColumn)column).Codes[row] is var code && code < 0)
        {
            return known is null ? Of(column[row]) : _plan.MissingBucket;
        }

        return known[code] >= 0 ? known[code] : known[code] = Text(((TextColumn)column).Texts[code]);
    }

    public int Of(Value value)
    {
        if (value.IsMissing)
        {
            return _plan.MissingBucket;
        }

        return _texts is not null ? Text(value.AsText()!)
            : value.Kind is ValueKind.Number or ValueKind.Boolean ? _keys!.GetValueOrDefault(VocabularyKey.Of(value.AsNumber())) : throw Cells.Wrong(_plan, value);
    }

    private int Text(string text) => text.Length == 0 ? _plan.MissingBucket : _texts!.GetValueOrDefault(text);
}
