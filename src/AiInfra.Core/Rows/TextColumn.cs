namespace AiInfra.Core.Rows;

/// <summary>A column of texts: codes into a list of texts, so that a repeated text is held once and a check of it is made once.</summary>
public sealed class TextColumn : ColumnData
{
    private readonly int[] _codes;

    /// <summary>Wraps the beginning of an array of codes. Nothing is copied.</summary>
    /// <param name="codes">Positions in <paramref name="texts"/>, -1 where missing; <c>[count]</c> or longer.</param>
    /// <param name="count">Rows.</param>
    /// <param name="texts">The texts that codes point to.</param>
    public TextColumn(int[] codes, int count, IReadOnlyList<string> texts)
        : base(count)
    {
        _codes = codes;
        Texts = texts;
    }

    /// <inheritdoc />
    public override ValueKind Kind => ValueKind.Text;

    /// <summary>Codes: positions in <see cref="Texts"/>, -1 where missing.</summary>
    public ReadOnlySpan<int> Codes => _codes.AsSpan(0, Count);

    /// <summary>The texts that codes point to. May be shared with other columns, may hold texts that no row here has, and may grow while a source reads on: take its length once, and texts by code.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <inheritdoc />
    public override Value this[int row] => Value.Of(Text(row));

    /// <summary>A column over texts, null where missing.</summary>
    public static TextColumn Of(IReadOnlyList<string?> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var codes = new int[texts.Count];
        var distinct = new List<string>();
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < codes.Length; i++)
        {
            if (texts[i] is not { } text)
            {
                codes[i] = -1;
                continue;
            }

            if (!index.TryGetValue(text, out codes[i]))
            {
                codes[i] = distinct.Count;
                index.Add(text, distinct.Count);
                distinct.Add(text);
            }
        }

        return new TextColumn(codes, codes.Length, distinct);
    }

    /// <summary>The text of a row, null where missing.</summary>
    public string? Text(int row) => Codes[row] is >= 0 and int code ? Texts[code] : null;

    /// <inheritdoc />
    public override bool IsMissing(int row) => Codes[row] < 0;

    /// <inheritdoc />
    public override ColumnData Take(ReadOnlySpan<int> rows)
    {
        var taken = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            taken[i] = _codes[rows[i]];
        }

        return new TextColumn(taken, taken.Length, Texts);
    }

    /// <inheritdoc />
    public override ColumnData Slice(int start, int count) => new TextColumn(Codes.Slice(start, count).ToArray(), count, Texts);
}
