using System.Globalization;
using System.Text;
using AiInfra.Core.Rows;
using AiInfra.Data.Cells;

namespace AiInfra.Data.Sources.Csv;

/// <summary>Tells a row of names from a row of values by contrast with the rows below. There is a header, unless the first row looks like the others where that can be told.</summary>
internal sealed class CsvHeader
{
    private const double Most = 0.9;

    private readonly string[] _first;
    private readonly IReadOnlyList<KindEvidence> _below;
    private double _names;
    private double _values;

    /// <summary>Weighs a row.</summary>
    /// <param name="first">The row.</param>
    /// <param name="below">What stands below, a column each.</param>
    /// <param name="sequences">Whether a row below counts on from left to right as 0, 1, 2 do.</param>
    public CsvHeader(string[] first, IReadOnlyList<KindEvidence> below, bool sequences)
    {
        _first = first;
        _below = below;
        bool counts = !sequences && Counts(first), years = Years(first);
        for (int c = 0; c < Math.Min(first.Length, below.Count); c++)
        {
            Vote(first[c], below[c], counts, years);
        }

        string[] named = [.. first.Where(f => f.Length > 0)];
        IsHeader = _names + _values > 0 ? _names >= _values : named.Length > 0 && named.Distinct(StringComparer.Ordinal).Count() == named.Length;
        IsGuess = IsHeader ? _values > 0 || _names == 0 : _names > 0 || _values < 1;
    }

    public bool IsHeader { get; }

    public bool IsGuess { get; }

    /// <summary>Why, in words; null where a header is plain to see.</summary>
    public string? Why => IsHeader
        ? !IsGuess ? null : _values > 0 ? "the first row is taken for names, though some of its cells look like those below; say HasHeader" : "the first row is taken for names, as is usual: nothing below tells it apart; say HasHeader"
        : $"the first row looks like the rows below and is taken for one: no header, the columns are named by position{(IsGuess ? "; say HasHeader" : "")}";

    /// <summary>Whether there is a cell that only a name can be, over cells that are something else.</summary>
    public bool IsPlain => _names >= 1 && _values == 0;

    /// <summary>Whether a row alone in its file holds names: no numbers, times, booleans or missing markers beside an empty one.</summary>
    public static bool AreNames(IEnumerable<string> cells, MissingRules rules)
    {
        bool any = false;
        foreach (byte[] cell in cells.Where(c => c.Length > 0).Select(Encoding.UTF8.GetBytes))
        {
            if (CellParser.TryNumber(cell, out _) || CellParser.TryInstant(cell, out _) || CellParser.TryBoolean(cell, out _) || rules.IsAlways(cell) || rules.IsByCustom(cell))
            {
                return false;
            }

            any = true;
        }

        return any;
    }

    /// <summary>Whether a row below counts from left to right.</summary>
    public static bool Counts(IReadOnlyList<string> row)
    {
        string[] numbers = [.. row.Where(Whole)];
        int[] all = [.. numbers.Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
        return all.Length >= 3 && all.Length >= row.Count - 1 && all.Zip(all.Skip(1)).All(p => p.Second == p.First + 1);
    }

    // A short row of whole numbers; longer ones are no positions.
    private static bool Whole(string cell) => cell.Length is > 0 and < 6 && cell.All(char.IsAsciiDigit);

    private static bool Years(string[] first)
    {
        int[] years = [.. first.Select(Year).Where(y => y > 0)];
        return years.Length >= 2 && (years.Zip(years.Skip(1)).All(p => p.Second > p.First) || years.Zip(years.Skip(1)).All(p => p.Second < p.First));
    }

    private static int Year(string cell) => cell.Length == 4 && int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out int year) && year is >= 1500 and <= 2150 ? year : 0;

    /// <summary>Whether a cell is written in another case than nearly all that stands below: price over Bread, ISO over Germany.</summary>
    private static bool IsOfOtherCase(string cell, IReadOnlyCollection<string> below)
    {
        double most = Most * below.Count;
        bool capitals = cell.Count(char.IsLetter) > 1 && cell.Where(char.IsLetter).All(char.IsUpper);
        return (char.IsLower(cell[0]) && below.Count(v => v.Length > 0 && !char.IsLower(v[0])) >= most)
            || (char.IsUpper(cell[0]) && below.Count(v => v.Length > 0 && char.IsLower(v[0])) >= most)
            || (capitals && below.Count(v => v.Any(char.IsLower)) >= most);
    }

    private void Vote(string cell, KindEvidence below, bool counts, bool years)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(cell.Trim());
        if (below.Present == 0 || utf8.Length == 0)
        {
            return;
        }

        bool isNumber = CellParser.TryNumber(utf8, out double number) || MarkedNumber.TryRead(utf8, true, out number) || MarkedNumber.TryRead(utf8, false, out number);
        bool isTime = CellParser.TryInstant(utf8, out _) || CellParser.TryLocalInstant(utf8, true, out _) || CellParser.TryLocalInstant(utf8, false, out _);
        long nothing = below.Tokens.Where(t => MissingMarkers.SaysNothing(t.Key)).Sum(t => t.Value);
        double typed = Most * (below.Present - nothing);
        bool saysNothing = below.Rules.IsAlways(utf8) || (below.Rules.IsByCustom(utf8) && !char.IsAsciiLetterUpper((char)utf8[0])) || MissingMarkers.SaysNothing(cell.Trim());
        if (saysNothing)
        {
            return;
        }

        if (below.Numbers > 0 && below.Numbers >= typed)
        {
            bool isMarker = below.Markers.ContainsKey(cell.Trim());
            bool year = Year(cell.Trim()) > 0 && (below.HasFractions || below.Least < 1500 || below.Greatest > 2150);
            Say(!isNumber && isMarker ? (0, 0) : !isNumber || counts ? (1, 0) : year ? (years ? 1 : 0.5, 0) : (0, 1));
        }
        else if (below.Booleans > 0 && below.Booleans >= typed)
        {
            Say(CellParser.TryBoolean(utf8, out _) ? (0, 1) : (1, 0));
        }
        else if (Math.Max(below.Instants, below.LocalDates) is > 0 and var times && times >= typed)
        {
            Say(isTime ? (0, 1) : (1, 0));
        }
        else
        {
            Texts(cell.Trim(), below, isNumber || isTime);
        }
    }

    private void Texts(string cell, KindEvidence below, bool isValue)
    {
        if (below.Values.ContainsKey(cell))
        {
            Say((0, 1));
            return;
        }

        long looked = below.Values.Values.Sum();
        string shape = Shape(cell);
        long alike = below.Values.Where(v => Shape(v.Key) == shape).Sum(v => v.Value), digits = below.Values.Where(v => v.Key.Any(char.IsAsciiDigit)).Sum(v => v.Value);
        string? most = below.Values.Keys.Take(100).GroupBy(Shape).Where(g => g.Key.Contains('0', StringComparison.Ordinal) && g.Count() >= Math.Max(2, Most * Math.Min(100, below.Distinct))).Select(g => g.Key).FirstOrDefault();
        if (shape.Contains('0', StringComparison.Ordinal) && alike >= Most * looked && looked >= 2)
        {
            Say((0, 1));
        }
        else if (most is not null && most != shape)
        {
            Say((1, 0));
        }
        else if (digits >= Most * looked && looked >= 2 && !cell.Any(char.IsAsciiDigit))
        {
            Say((1, 0));
        }
        else if (!isValue && looked >= 6 && below.Distinct * 2 <= looked)
        {
            // Few words that come again and again, and this is none of them.
            Say((0.5, 0));
        }
        else if (!isValue && looked >= 3 && cell.Length < 30 && below.Values.Keys.Average(v => v.Length) > 40)
        {
            Say((0.5, 0));
        }
        else if (!isValue && looked >= 2 && IsOfOtherCase(cell, [.. below.Values.Keys.Take(100)]))
        {
            Say((0.5, 0));
        }
        else if (!isValue && looked >= 5 && cell.Contains(' ', StringComparison.Ordinal) && !below.Values.Keys.Any(v => v.Contains(' ', StringComparison.Ordinal)))
        {
            Say((0.5, 0));
        }
    }

    private void Say((double Name, double Value) vote)
    {
        _names += vote.Name;
        _values += vote.Value;
    }

    private static string Shape(string text)
    {
        var shape = new StringBuilder();
        foreach (char c in text)
        {
            char kind = char.IsAsciiDigit(c) ? '0' : char.IsLetter(c) ? (char.IsUpper(c) ? 'A' : 'a') : c;
            if (shape.Length == 0 || shape[^1] != kind || kind is not ('0' or 'A' or 'a'))
            {
                shape.Append(kind);
            }
        }

        return shape.ToString();
    }
}
