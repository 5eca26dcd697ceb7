namespace AiInfra.Training.Tuning.Samplers;

/// <summary>Mean, step size and covariance of a search by CMA-ES on [0, 1] in each dimension.</summary>
internal sealed class CmaState
{
    private readonly int _n;
    private readonly double[] _weights;
    private readonly double _mu, _cc, _cs, _c1, _cmu, _damping, _chi;
    private readonly double[] _mean, _pathC, _pathS, _deviations;
    private readonly double[,] _covariance;
    private double[,] _axes;
    private double _sigma;
    private int _generation;

    public CmaState(int dimensions, int population, double sigma)
    {
        (_n, Population, _sigma) = (dimensions, population, sigma);
        double n = dimensions;
        int parents = population / 2;
        double[] raw = [.. Enumerable.Range(1, population).Select(i => Math.Log((population + 1) / 2.0) - Math.Log(i))];
        _mu = Math.Pow(raw.Take(parents).Sum(), 2) / raw.Take(parents).Sum(w => w * w);
        double negative = Math.Pow(raw.Skip(parents).Sum(), 2) / raw.Skip(parents).Sum(w => w * w);
        _cc = (4 + (_mu / n)) / (n + 4 + (2 * _mu / n));
        _cs = (_mu + 2) / (n + _mu + 5);
        _c1 = 2 / (Math.Pow(n + 1.3, 2) + _mu);
        _cmu = Math.Min(1 - _c1, 2 * (0.25 + _mu + (1 / _mu) - 2) / (Math.Pow(n + 2, 2) + _mu));
        _damping = 1 + (2 * Math.Max(0, Math.Sqrt((_mu - 1) / (n + 1)) - 1)) + _cs;
        _chi = Math.Sqrt(n) * (1 - (1 / (4 * n)) + (1 / (21 * n * n)));
        double least = Math.Min(1 + (_c1 / _cmu), Math.Min(1 + (2 * negative / (_mu + 2)), (1 - _c1 - _cmu) / (n * _cmu)));
        double positives = raw.Where(w => w > 0).Sum(), negatives = -raw.Where(w => w < 0).Sum();
        _weights = [.. raw.Select(w => w >= 0 ? w / positives : least * w / negatives)];
        _mean = new double[_n];
        Array.Fill(_mean, 0.5);
        (_pathC, _pathS, _deviations) = (new double[_n], new double[_n], new double[_n]);
        Array.Fill(_deviations, 1);
        (_covariance, _axes) = (Symmetric.Identity(_n), Symmetric.Identity(_n));
    }

    public int Population { get; }

    public double Sigma => _sigma;

    public ReadOnlySpan<double> Mean => _mean;

    public double[] Draw(TrialRandom random)
    {
        var z = new double[_n];
        for (int i = 0; i < _n; i++)
        {
            z[i] = random.NextNormal() * _deviations[i];
        }

        var point = new double[_n];
        for (int i = 0; i < _n; i++)
        {
            double y = 0;
            for (int k = 0; k < _n; k++)
            {
                y += _axes[i, k] * z[k];
            }

            point[i] = _mean[i] + (_sigma * y);
        }

        return point;
    }

    /// <summary>Learns from a generation, the best first.</summary>
    public void Update(double[][] points)
    {
        _generation++;
        double[][] steps = [.. points.Select(p => p.Select((v, i) => (v - _mean[i]) / _sigma).ToArray())];
        var move = new double[_n];
        for (int i = 0; i < _n; i++)
        {
            for (int k = 0; k < steps.Length; k++)
            {
                move[i] += _weights[k] > 0 ? _weights[k] * steps[k][i] : 0;
            }

            _mean[i] += _sigma * move[i];
        }

        double[] white = Whiten(move);
        double length = 0;
        for (int i = 0; i < _n; i++)
        {
            _pathS[i] = ((1 - _cs) * _pathS[i]) + (Math.Sqrt(_cs * (2 - _cs) * _mu) * white[i]);
            length += _pathS[i] * _pathS[i];
        }

        length = Math.Sqrt(length);
        bool stalled = length / Math.Sqrt(1 - Math.Pow(1 - _cs, 2 * (_generation + 1))) >= (1.4 + (2.0 / (_n + 1))) * _chi;
        for (int i = 0; i < _n; i++)
        {
            _pathC[i] = ((1 - _cc) * _pathC[i]) + (stalled ? 0 : Math.Sqrt(_cc * (2 - _cc) * _mu) * move[i]);
        }

        double[] weights = [.. _weights.Select((w, k) => w >= 0 ? w : w * _n / (Whiten(steps[k]).Sum(v => v * v) + 1e-8))];
        double keep = 1 + (stalled ? _c1 * _cc * (2 - _cc) : 0) - _c1 - (_cmu * _weights.Sum());
        for (int i = 0; i < _n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double rank = 0;
                for (int k = 0; k < steps.Length; k++)
                {
                    rank += weights[k] * steps[k][i] * steps[k][j];
                }

                _covariance[i, j] = _covariance[j, i] = (keep * _covariance[i, j]) + (_c1 * _pathC[i] * _pathC[j]) + (_cmu * rank);
            }
        }

        _sigma = Math.Clamp(_sigma * Math.Exp(_cs / _damping * ((length / _chi) - 1)), 1e-12, 1e3);
        double[] values = Symmetric.Eigen(_covariance, out _axes);
        for (int i = 0; i < _n; i++)
        {
            _deviations[i] = Math.Sqrt(Math.Max(values[i], 1e-16));
        }
    }

    /// <summary>The step in coordinates in which the distribution is round.</summary>
    private double[] Whiten(double[] step)
    {
        var white = new double[_n];
        for (int k = 0; k < _n; k++)
        {
            double along = 0;
            for (int i = 0; i < _n; i++)
            {
                along += _axes[i, k] * step[i];
            }

            along /= _deviations[k];
            for (int i = 0; i < _n; i++)
            {
                white[i] += _axes[i, k] * along;
            }
        }

        return white;
    }
}
