namespace AiInfra.Metrics.Statistics;

/// <summary>Sums of products within sides, for the regression of the outcome on a covariate and on whether it is missing.</summary>
internal sealed class CupedSums
{
    private double _xx;
    private double _xm;
    private double _mm;
    private double _xy;
    private double _my;
    private double _yyPresent;
    private double _xyPresent;
    private double _total;
    private long _present;

    /// <summary>Rows without a covariate.</summary>
    public long Missing { get; private set; }

    public double Correlation => _xx > 0 && _yyPresent > 0 ? _xyPresent / Math.Sqrt(_xx * _yyPresent) : 0;

    // Missing covariates stand at the mean of the side's present ones and carry a mark: they move nothing in x, and the mark takes their own level.
    public void Add(ReadOnlySpan<double> outcomes, ReadOnlySpan<double> before)
    {
        double sumX = 0, sumY = 0, sumPresentY = 0;
        long present = 0;
        for (int i = 0; i < outcomes.Length; i++)
        {
            sumY += outcomes[i];
            if (!double.IsNaN(before[i]))
            {
                present++;
                sumX += before[i];
                sumPresentY += outcomes[i];
            }
        }

        double meanX = present == 0 ? 0 : sumX / present, meanY = sumY / outcomes.Length, meanPresentY = present == 0 ? 0 : sumPresentY / present;
        double share = (outcomes.Length - present) / (double)outcomes.Length;
        for (int i = 0; i < outcomes.Length; i++)
        {
            bool missing = double.IsNaN(before[i]);
            double x = missing ? 0 : before[i] - meanX, m = (missing ? 1 : 0) - share, y = outcomes[i] - meanY;
            _xx += x * x;
            _xm += x * m;
            _mm += m * m;
            _xy += x * y;
            _my += m * y;
            double ofPresent = outcomes[i] - meanPresentY;
            _yyPresent += missing ? 0 : ofPresent * ofPresent;
            _xyPresent += missing ? 0 : x * ofPresent;
        }

        _total += sumX;
        _present += present;
        Missing += outcomes.Length - present;
    }

    public (double Theta, double OfMissing) Solve()
    {
        double determinant = (_xx * _mm) - (_xm * _xm);
        return _mm > 0 && _xx > 0 && determinant > 1e-12 * _xx * _mm
            ? (((_xy * _mm) - (_my * _xm)) / determinant, ((_my * _xx) - (_xy * _xm)) / determinant)
            : (_xx > 0 ? _xy / _xx : 0, _xx > 0 || _mm == 0 ? 0 : _my / _mm);
    }

    public double[] Adjust(ReadOnlySpan<double> outcomes, ReadOnlySpan<double> before, double theta, double ofMissing)
    {
        double mean = _present == 0 ? 0 : _total / _present, share = Missing / (double)Math.Max(1, Missing + _present);
        var adjusted = new double[outcomes.Length];
        for (int i = 0; i < adjusted.Length; i++)
        {
            bool missing = double.IsNaN(before[i]);
            adjusted[i] = outcomes[i] - (theta * (missing ? 0 : before[i] - mean)) - (ofMissing * ((missing ? 1 : 0) - share));
        }

        return adjusted;
    }
}
