using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoding;

/// <summary>What fitting sees of one column.</summary>
internal sealed class ColumnProfile
{
    private readonly ColumnRole _role;
    private readonly bool _asText;

    public ColumnProfile(Column column, ColumnRole role, EncodingOptions options, int position)
    {
        Column = column;
        _role = role;
        _asText = role != ColumnRole.Ignore && (role == ColumnRole.Category || column.Kind == ValueKind.Text);
        Text = new TextSummary(options.MaxVocabulary);
        Numbers = new NumberSummary(options.SampleSize, options.Seed + position);
    }

    public Column Column { get; }

    public ColumnRole Role => _role;

    public long Rows { get; private set; }

    public long Missing { get; private set; }

    public TextSummary Text { get; }

    public NumberSummary Numbers { get; }

    /// <summary>Whether times of one day differ.</summary>
    public bool TimeOfDayVaries { get; private set; }

    private long _firstTimeOfDay = -1;

    public void Add(Value value)
    {
        Rows++;
        if (_role == ColumnRole.Ignore || value.IsMissing)
        {
            Missing += value.IsMissing ? 1 : 0;
            return;
        }

        if (Column.Kind == ValueKind.Instant && !_asText)
        {
            AddInstant(value);
        }
        else if (!_asText)
        {
            Numbers.Add(Plain(value).AsNumber());
        }
        else
        {
            AddText(value);
        }
    }

    private void AddText(Value value)
    {
        string text = Column.Kind == ValueKind.Text ? value.AsText()! : CategoryKey.Text(CategoryKey.Of(Plain(value).AsNumber()) is var key && CategoryKey.IsValue(key)
            ? key
            : throw new EncodingException($"Column '{Column.Name}' is to be a category and holds {value} in row {Rows}, which is not a whole number below 9e15. Make it text, or encode it as a number."));
        if (text.Length == 0)
        {
            Missing++;
        }
        else
        {
            Text.Add(text);
        }
    }

    private void AddInstant(Value value)
    {
        if (value.Kind != ValueKind.Instant)
        {
            throw Wrong(value, "a point in time");
        }

        long milliseconds = Time.Milliseconds(value);
        long timeOfDay = ((milliseconds % Time.Day) + Time.Day) % Time.Day;
        TimeOfDayVaries |= _firstTimeOfDay >= 0 && timeOfDay != _firstTimeOfDay;
        _firstTimeOfDay = timeOfDay;
        Numbers.Add(milliseconds);
    }

    private Value Plain(Value value) => value.Kind is ValueKind.Number or ValueKind.Boolean ? value : throw Wrong(value, "a number");

    private EncodingException Wrong(Value value, string expected) => new(
        $"Column '{Column.Name}' is of kind {Column.Kind}: {expected} was expected in row {Rows}, {value.Kind} '{value}' came. Correct the row, or give the column another kind.");
}
