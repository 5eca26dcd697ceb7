using AiInfra.Core.Rows;

namespace AiInfra.Training.Tabular;

/// <summary>What the values of a target look like, as far as <see cref="TaskChoice"/> asks.</summary>
internal sealed record TargetValues
{
    public required int Rows { get; init; }

    /// <summary>Rows with a value.</summary>
    public required int Present { get; init; }

    public required int Distinct { get; init; }

    /// <summary>The kind of the values; text where they are of several.</summary>
    public required ValueKind Kind { get; init; }

    /// <summary>Whether all are numbers, or texts that read as such.</summary>
    public required bool Numeric { get; init; }

    /// <summary>Whether all are whole numbers.</summary>
    public required bool Whole { get; init; }

    public required double Smallest { get; init; }

    public required double Largest { get; init; }

    public required Value Example { get; init; }

    public static TargetValues Read(IEnumerable<Value> values)
    {
        int rows = 0, present = 0;
        var distinct = new HashSet<Value>();
        Value first = Value.Missing;
        ValueKind kind = ValueKind.Missing;
        foreach (Value value in values)
        {
            rows++;
            if (value.IsMissing)
            {
                continue;
            }

            present++;
            first = first.IsMissing ? value : first;
            kind = kind == ValueKind.Missing || kind == value.Kind ? value.Kind : ValueKind.Text;
            distinct.Add(value.Kind == ValueKind.Number ? value.AsNumber() + 0.0 : value);
        }

        double smallest = double.PositiveInfinity, largest = double.NegativeInfinity;
        bool numeric = present > 0, whole = present > 0;
        foreach (Value value in distinct)
        {
            double number = ValueConversion.TryNumber(value, out double read) ? read : double.NaN;
            numeric &= !double.IsNaN(number);
            whole &= double.IsFinite(number) && Math.Floor(number) == number;
            smallest = Math.Min(smallest, number);
            largest = Math.Max(largest, number);
        }

        return new TargetValues { Rows = rows, Present = present, Distinct = distinct.Count, Kind = kind, Numeric = numeric, Whole = whole, Smallest = smallest, Largest = largest, Example = first };
    }
}
