namespace AiInfra.Metrics.Agreement;

/// <summary>Numbers as indices into their ascending distinct values. Whole numbers that lie close together, as ratings do, need no lookup.</summary>
internal sealed class NumberCoding
{
    private const int WidestTable = 1 << 16;
    private readonly Dictionary<double, int>? _codes;
    private readonly int[]? _table;
    private readonly double _lowest;
    private readonly bool _isClosed;

    public NumberCoding(ReadOnlySpan<double> numbers, ReadOnlySpan<double> scale)
    {
        _isClosed = !scale.IsEmpty;
        ReadOnlySpan<double> source = _isClosed ? scale : numbers;
        double highest = double.NegativeInfinity;
        _lowest = double.PositiveInfinity;
        bool whole = true;
        foreach (double number in source)
        {
            // A NaN is neither.
            if (number < _lowest)
            {
                _lowest = number;
            }

            if (number > highest)
            {
                highest = number;
            }

            whole &= number == (int)number || double.IsNaN(number);
        }

        if (whole && highest >= _lowest && highest - _lowest < WidestTable)
        {
            _table = new int[(int)(highest - _lowest) + 1];
            foreach (double number in source)
            {
                if (!double.IsNaN(number))
                {
                    _table[(int)(number - _lowest)] = 1;
                }
            }

            var used = new List<double>();
            for (int i = 0; i < _table.Length; i++)
            {
                if (_table[i] == 1)
                {
                    used.Add(_lowest + i);
                }

                _table[i] = _table[i] == 1 ? used.Count - 1 : -1;
            }

            Scale = [.. used];
            return;
        }

        var distinct = new HashSet<double>();
        foreach (double number in source)
        {
            if (!double.IsNaN(number))
            {
                distinct.Add(number == 0 ? 0 : number);
            }
        }

        Scale = [.. distinct.Order()];
        _codes = new Dictionary<double, int>(Scale.Length);
        for (int i = 0; i < Scale.Length; i++)
        {
            _codes.Add(Scale[i], i);
        }
    }

    /// <summary>The distinct numbers, ascending.</summary>
    public double[] Scale { get; }

    public int CodeOf(double number, int index)
    {
        int code = -1;
        if (_table is not null)
        {
            double at = number - _lowest;
            int whole = (int)at;
            code = whole == at && (uint)whole < (uint)_table.Length ? _table[whole] : -1;
        }
        else if (!_codes!.TryGetValue(number, out code))
        {
            code = -1;
        }

        return code >= 0 ? code : throw new ArgumentException($"ratings[{index}] is {number}, which is not on the scale.", "ratings");
    }
}
