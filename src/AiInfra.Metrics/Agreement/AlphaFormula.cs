namespace AiInfra.Metrics.Agreement;

/// <summary>Alpha as a function of how often each item counts: 1 - (n - 1) · disagreement within items / disagreement of all pairs.</summary>
internal sealed class AlphaFormula
{
    private readonly RatingTable _ratings;
    private readonly MeasurementLevel _level;
    private readonly double[] _totals;
    private readonly double[] _inItem;
    private readonly double[] _positions;

    public AlphaFormula(RatingTable ratings, MeasurementLevel level)
    {
        (_ratings, _level) = (ratings, level);
        _totals = new double[ratings.Categories];
        _inItem = new double[ratings.Categories];
        _positions = ratings.Scale.ToArray();
        if (level == MeasurementLevel.Interval && _positions.Length > 0)
        {
            // Differences do not change, sums of squares keep their digits.
            double middle = _positions[_positions.Length / 2];
            for (int i = 0; i < _positions.Length; i++)
            {
                _positions[i] -= middle;
            }
        }
    }

    public double Of(ReadOnlySpan<int> counts)
    {
        Array.Clear(_totals);
        double n = 0;
        for (int item = 0; item < counts.Length; item++)
        {
            ReadOnlySpan<int> codes = _ratings.Of(item);
            if (codes.Length >= 2 && counts[item] > 0)
            {
                n += (double)counts[item] * codes.Length;
                foreach (int code in codes)
                {
                    _totals[code] += counts[item];
                }
            }
        }

        if (_level == MeasurementLevel.Ordinal)
        {
            // The ratings between two ranks, from middle to middle, are the difference of their middle positions.
            double before = 0;
            for (int i = 0; i < _positions.Length; i++)
            {
                _positions[i] = before + (_totals[i] / 2) - (n / 2);
                before += _totals[i];
            }
        }

        double expected = Expected(n), within = 0;
        if (!(expected > 0))
        {
            return double.NaN;
        }

        for (int item = 0; item < counts.Length; item++)
        {
            ReadOnlySpan<int> codes = _ratings.Of(item);
            if (codes.Length >= 2 && counts[item] > 0)
            {
                within += counts[item] * Within(codes) / (codes.Length - 1);
            }
        }

        return 1 - ((n - 1) * within / expected);
    }

    // The cost of all pairs of ratings, each pair both ways; 0 where all are alike.
    private double Expected(double n)
    {
        double sum = 0, squares = 0;
        switch (_level)
        {
            case MeasurementLevel.Nominal:
                foreach (double total in _totals)
                {
                    sum += total * (n - total);
                }

                return sum;
            case MeasurementLevel.Ratio:
                return Ratios();
            default:
                for (int i = 0; i < _totals.Length; i++)
                {
                    sum += _totals[i] * _positions[i];
                    squares += _totals[i] * _positions[i] * _positions[i];
                }

                double all = 2 * ((n * squares) - (sum * sum));
                return all > 1e-12 * n * squares ? all : 0;
        }
    }

    private double Within(ReadOnlySpan<int> codes)
    {
        double sum = 0, squares = 0;
        switch (_level)
        {
            case MeasurementLevel.Nominal:
                foreach (int code in codes)
                {
                    // Each rating meets those of its category that came before it, both ways.
                    sum += 2 * _inItem[code]++;
                }

                foreach (int code in codes)
                {
                    _inItem[code] = 0;
                }

                return ((double)codes.Length * (codes.Length - 1)) - sum;
            case MeasurementLevel.Ratio:
                for (int i = 0; i < codes.Length; i++)
                {
                    for (int j = 0; j < i; j++)
                    {
                        sum += 2 * Ratio(_positions[codes[i]], _positions[codes[j]]);
                    }
                }

                return sum;
            default:
                double middle = _positions[codes[0]];
                foreach (int code in codes)
                {
                    double distance = _positions[code] - middle;
                    sum += distance;
                    squares += distance * distance;
                }

                return 2 * ((codes.Length * squares) - (sum * sum));
        }
    }

    private double Ratios()
    {
        double sum = 0;
        for (int i = 0; i < _totals.Length; i++)
        {
            double row = 0;
            for (int j = 0; j < i; j++)
            {
                row += _totals[j] * Ratio(_positions[i], _positions[j]);
            }

            sum += 2 * _totals[i] * row;
        }

        return sum;
    }

    private static double Ratio(double a, double b)
    {
        double share = a == b ? 0 : (a - b) / (a + b);
        return share * share;
    }
}
