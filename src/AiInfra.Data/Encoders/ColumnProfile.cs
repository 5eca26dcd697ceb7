using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoders;

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
        Text = new TextSummary(options.MaxVocabulary, column.Kind != ValueKind.Text || role == ColumnRole.Category ? double.PositiveInfinity : role == ColumnRole.Text ? 0 : options.TextMinWords);
        Numbers = new NumberSummary(options.SampleSize, options.Seed + position, column.Kind == ValueKind.Number && !options.ForTrees ? options.MaxCodes : 0);
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

    /// <summary>Adds the values of some rows.</summary>
    public void Add(ColumnData column)
    {
        if (_role == ColumnRole.Ignore || Column.Kind == ValueKind.Missing)
        {
            Missing += column.MissingCount();
        }
        else if (_asText)
        {
            AddTexts(column);
        }
        else if (Column.Kind == ValueKind.Instant)
        {
            AddInstants(column);
        }
        else
        {
            AddNumbers(column);
        }

        Rows += column.Count;
    }

    private void AddNumbers(ColumnData column)
    {
        for (int i = 0; i < column.Count; i++)
        {
            if (column.IsMissing(i))
            {
                Missing++;
            }
            else
            {
                Numbers.Add(Number(column, i));
            }
        }
    }

    private void AddInstants(ColumnData column)
    {
        for (int i = 0; i < column.Count; i++)
        {
            if (column.IsMissing(i))
            {
                Missing++;
                continue;
            }

            long milliseconds = column is InstantColumn instants ? Time.Milliseconds(instants.Ticks[i]) : throw Wrong(column, i, "a point in time");
            long timeOfDay = ((milliseconds % Time.Day) + Time.Day) % Time.Day;
            TimeOfDayVaries |= _firstTimeOfDay >= 0 && timeOfDay != _firstTimeOfDay;
            _firstTimeOfDay = timeOfDay;
            Numbers.Add(milliseconds);
        }
    }

    private void AddTexts(ColumnData column)
    {
        if (column is TextColumn texts && Column.Kind == ValueKind.Text && texts.Texts.Count is var known && known <= texts.Count)
        {
            // Counted by code first, so that a text met a thousand times is looked up once.
            var counts = new int[known];
            foreach (int code in texts.Codes)
            {
                if (code < 0)
                {
                    Missing++;
                }
                else
                {
                    counts[code]++;
                }
            }

            for (int code = 0; code < counts.Length; code++)
            {
                AddText(texts.Texts[code], counts[code]);
            }

            return;
        }

        for (int i = 0; i < column.Count; i++)
        {
            if (column.IsMissing(i))
            {
                Missing++;
            }
            else
            {
                AddText(Column.Kind == ValueKind.Text ? column[i].AsText()! : Key(column, i), 1);
            }
        }
    }

    private void AddText(string text, int count)
    {
        if (text.Length == 0)
        {
            Missing += count;
        }
        else if (count > 0)
        {
            Text.Add(text, count);
        }
    }

    private string Key(ColumnData column, int row) => VocabularyKey.Of(Number(column, row)) is var key && VocabularyKey.IsValue(key)
        ? VocabularyKey.Text(key)
        : throw new EncodingException($"Column '{Column.Name}' is to be a category and holds {column[row]} in row {Rows + row + 1}, which is not a whole number below 9e15. Make it text, or encode it as a number.");

    private double Number(ColumnData column, int row) => column switch
    {
        NumberColumn numbers => numbers.Values[row],
        BooleanColumn flags => flags.Values[row],
        _ => throw Wrong(column, row, "a number"),
    };

    private EncodingException Wrong(ColumnData column, int row, string expected) => new(
        $"Column '{Column.Name}' is of kind {Column.Kind}: {expected} was expected in row {Rows + row + 1}, {column.Kind} '{column[row]}' came. Correct the row, or give the column another kind.");
}
