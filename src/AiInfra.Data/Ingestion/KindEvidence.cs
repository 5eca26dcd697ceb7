using System.Text;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>Counts what a column's cells look like, and decides its kind.</summary>
internal sealed class KindEvidence(MissingSet markers)
{
    private const int MostDistinct = 1000;

    private readonly HashSet<string> _distinct = new(StringComparer.Ordinal);
    private readonly List<string> _examples = [];
    private long _numbers;
    private long _booleans;
    private long _instants;
    private long _leadingZeros;
    private long _longIntegers;

    public long Present { get; private set; }

    public long Missing { get; private set; }

    public int Distinct => _distinct.Count;

    public IReadOnlyList<string> Examples => _examples;

    public void Add(ReadOnlySpan<byte> cell)
    {
        if (markers.Contains(cell))
        {
            Missing++;
            return;
        }

        Present++;
        if (CellParser.TryNumber(cell, out _))
        {
            _numbers++;
            int digits = cell[0] is (byte)'-' or (byte)'+' ? 1 : 0;
            bool integer = cell[digits..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
            _leadingZeros += integer && cell.Length > digits + 1 && cell[digits] == (byte)'0' ? 1 : 0;
            _longIntegers += integer && cell.Length - digits > 15 ? 1 : 0;
        }
        else if (CellParser.TryBoolean(cell, out _))
        {
            _booleans++;
        }
        else if (CellParser.TryInstant(cell, out _))
        {
            _instants++;
        }

        if (_distinct.Count < MostDistinct)
        {
            string text = Encoding.UTF8.GetString(cell[..Math.Min(cell.Length, 200)]);
            if (_distinct.Add(text) && _examples.Count < 3)
            {
                _examples.Add(text);
            }
        }
    }

    /// <summary>The kind, the cells that do not fit it, and a note.</summary>
    public (ValueKind Kind, long Misfits, string? Note) Decide(double tolerance)
    {
        if (Present == 0)
        {
            return (ValueKind.Text, 0, "no value in the sample");
        }

        (ValueKind kind, long fits) = (_numbers, _booleans, _instants) switch
        {
            var (n, b, i) when n >= b && n >= i => (ValueKind.Number, n),
            var (_, b, i) when b >= i => (ValueKind.Boolean, b),
            var (_, _, i) => (ValueKind.Instant, i),
        };
        long misfits = Present - fits;
        if (fits == 0 || misfits > tolerance * Present)
        {
            string? mixed = fits * 2 > Present ? $"{misfits:N0} of {Present:N0} cells are no {kind.ToString().ToLowerInvariant()}, so it is text" : null;
            return (ValueKind.Text, 0, mixed);
        }

        if (kind == ValueKind.Number && _leadingZeros > 0)
        {
            return (ValueKind.Text, 0, "digits with leading zeros: a code, kept as text");
        }

        if (kind == ValueKind.Number && _longIntegers > 0)
        {
            return (ValueKind.Text, 0, "integers of more than 15 digits: an identifier, kept as text");
        }

        return (kind, misfits, misfits > 0 ? $"{misfits:N0} cells do not fit" : null);
    }
}
