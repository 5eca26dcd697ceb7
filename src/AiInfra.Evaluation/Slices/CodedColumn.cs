using AiInfra.Core.Rows;

namespace AiInfra.Evaluation.Slices;

/// <summary>A column as cells: parts between quantiles in order, or categories, then the missing, then values too rare for a condition. Every condition is a range of cells.</summary>
internal sealed class CodedColumn
{
    private CodedColumn(string name, ushort[] codes, int cells, Condition[] conditions, bool isOrdered)
    {
        (Name, Codes, Cells, Conditions, IsOrdered) = (name, codes, cells, conditions, isOrdered);
    }

    public string Name { get; }

    /// <summary>The cell of each row.</summary>
    public ushort[] Codes { get; }

    public int Cells { get; }

    public Condition[] Conditions { get; }

    /// <summary>Whether conditions are cuts, of which two can make a range.</summary>
    public bool IsOrdered { get; }

    /// <summary>Codes a column; its conditions hold for at least so many rows.</summary>
    public static CodedColumn Of(string name, Value[] values, SliceFinderOptions options, int floor)
    {
        bool numbers = Array.TrueForAll(values, v => v.Kind is ValueKind.Number or ValueKind.Missing);
        bool ordered = numbers || Array.TrueForAll(values, v => v.Kind is ValueKind.Instant or ValueKind.Missing);
        return ordered ? Ordered(name, values, numbers, options.Quantiles, floor) : Categories(name, values, options.MaximumCategories, floor);
    }

    private static CodedColumn Ordered(string name, Value[] values, bool numbers, int quantiles, int floor)
    {
        // Times count from the first one: ticks since then are whole numbers that a double holds exactly for 28 years.
        long origin = numbers ? 0 : values.Where(v => !v.IsMissing).Min(v => (long?)v.AsInstant().Ticks) ?? 0;
        double Position(Value v) => numbers ? v.AsNumber() : v.AsInstant().Ticks - origin;
        double[] present = [.. values.Where(v => !v.IsMissing).Select(Position)];
        double[] cuts = QuantileCuts.Of(present, quantiles);
        var codes = new ushort[values.Length];
        int missing = 0;
        for (int i = 0; i < codes.Length; i++)
        {
            missing += values[i].IsMissing ? 1 : 0;
            codes[i] = (ushort)(values[i].IsMissing ? cuts.Length + 1 : Below(cuts, Position(values[i])));
        }

        string quoted = RowCondition.Quoted(name);
        var conditions = new List<Condition>();
        for (int c = 0; c < cuts.Length; c++)
        {
            string cut = RowCondition.Literal(numbers ? Value.Of(cuts[c]) : Value.Of(new DateTime(origin + (long)cuts[c], DateTimeKind.Utc)));
            conditions.Add(new(0, c, $"{quoted} <= {cut}"));
            conditions.Add(new(c + 1, cuts.Length, $"{quoted} > {cut}"));
        }

        if (missing >= floor && missing < values.Length)
        {
            conditions.Add(new(cuts.Length + 1, cuts.Length + 1, $"{quoted} is missing"));
        }

        return new(name, codes, cuts.Length + 2, [.. conditions], isOrdered: true);
    }

    private static CodedColumn Categories(string name, Value[] values, int maximum, int floor)
    {
        string quoted = RowCondition.Quoted(name);
        var frequent = values.CountBy(v => v)
            .Where(g => g.Value >= floor && g.Value < values.Length)
            .OrderByDescending(g => g.Value)
            .ThenBy(g => g.Key.ToString(), StringComparer.Ordinal)
            .Take(maximum)
            .Select((g, cell) => (g.Key, Cell: (ushort)cell))
            .ToDictionary(g => g.Key, g => g.Cell);
        var codes = new ushort[values.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            codes[i] = frequent.GetValueOrDefault(values[i], (ushort)frequent.Count);
        }

        return new(
            name,
            codes,
            frequent.Count + 1,
            [.. frequent.OrderBy(g => g.Value).Select(g => new Condition(g.Value, g.Value, g.Key.IsMissing ? $"{quoted} is missing" : $"{quoted} = {RowCondition.Literal(g.Key)}"))],
            isOrdered: false);
    }

    // The number of cuts below the value: a value on a cut belongs to the part below it.
    private static int Below(double[] cuts, double value)
    {
        int low = 0, high = cuts.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = cuts[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The rows whose cell is in a range.</summary>
    /// <param name="From">First cell.</param>
    /// <param name="To">Last cell.</param>
    /// <param name="Text">The condition in words that <see cref="RowCondition"/> reads.</param>
    internal readonly record struct Condition(int From, int To, string Text);
}
