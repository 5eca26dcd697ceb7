using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning.Samplers;

/// <summary>
/// A mixture of products: each observation, and the prior, is a kernel that draws every parameter by itself. Numbers are truncated normals on the range scaled to [0, 1], of a range with steps the mass of each step's part;
/// choices are weighed by what was observed and the prior (Bergstra et al. 2011, "Algorithms for hyper-parameter optimization"; the rules are those of Optuna 4.9 and 5). Not for several threads at once.
/// </summary>
internal sealed class ParzenEstimator
{
    private const double LeastSigma = 1e-12;
    private readonly int _kernels;
    private readonly double[] _weights;
    private readonly double[] _logWeights;
    private readonly double[] _log;
    private readonly Axis[] _axes;

    /// <summary>Estimates from observations.</summary>
    /// <param name="ranges">Ranges of the parameters.</param>
    /// <param name="observed">Values as the ranges keep them: observation, then parameter.</param>
    /// <param name="weights">Weights of the observations; the prior's weight is 1.</param>
    /// <param name="options">How wide the kernels are.</param>
    public ParzenEstimator(IReadOnlyList<ParameterRange> ranges, IReadOnlyList<double[]> observed, ReadOnlySpan<double> weights, ParzenOptions options)
    {
        _kernels = observed.Count + 1;
        _weights = new double[_kernels];
        weights.CopyTo(_weights);
        _weights[^1] = options.PriorWeight;
        double sum = _weights.Sum();
        _logWeights = new double[_kernels];
        _log = new double[_kernels];
        for (int k = 0; k < _kernels; k++)
        {
            _weights[k] /= sum;
            _logWeights[k] = Math.Log(_weights[k]);
        }

        _axes = new Axis[ranges.Count];
        for (int d = 0; d < ranges.Count; d++)
        {
            _axes[d] = ranges[d].Kind == ParameterKind.Choice ? Choice(ranges[d], d, observed, options) : Numbers(ranges[d], d, observed, ranges.Count, options);
        }
    }

    /// <summary>Widths of the kernels of a parameter of numbers, as shares of its range; the prior's is the last.</summary>
    public ReadOnlySpan<double> Sigmas(int axis) => _axes[axis].Sigma;

    /// <summary>Draws a candidate: one kernel for all parameters, then each from it. Numbers come as shares of the range, in the middle of a step's part; choices by their place.</summary>
    public void Draw(TrialRandom random, Span<double> candidate)
    {
        double u = random.NextShare();
        int kernel = 0;
        while (kernel < _kernels - 1 && (u -= _weights[kernel]) >= 0)
        {
            kernel++;
        }

        for (int d = 0; d < _axes.Length; d++)
        {
            candidate[d] = _axes[d].Draw(kernel, random);
        }
    }

    /// <summary>Logarithm of the density at a candidate: by share of the range of numbers, of a range with steps and of choices the chance itself.</summary>
    public double LogDensity(ReadOnlySpan<double> candidate)
    {
        Span<double> log = _log;
        _logWeights.CopyTo(log);
        for (int d = 0; d < _axes.Length; d++)
        {
            _axes[d].Add(candidate[d], log);
        }

        return LogSums.Of(log);
    }

    private Axis Choice(ParameterRange range, int d, IReadOnlyList<double[]> observed, ParzenOptions options)
    {
        int choices = range.Choices.Count;
        var table = new double[_kernels * choices];
        double prior = options.PriorWeight / _kernels, sum = (choices * prior) + 1;
        for (int k = 0; k < _kernels; k++)
        {
            for (int c = 0; c < choices; c++)
            {
                table[(k * choices) + c] = k == _kernels - 1 ? 1.0 / choices : (prior + (c == (int)observed[k][d] ? 1 : 0)) / sum;
            }
        }

        return new Axis { Choices = choices, Table = table, Sigma = [] };
    }

    private Axis Numbers(ParameterRange range, int d, IReadOnlyList<double[]> observed, int dimensions, ParzenOptions options)
    {
        int n = observed.Count;
        var mu = new double[_kernels];
        var sigma = new double[_kernels];
        for (int k = 0; k < n; k++)
        {
            mu[k] = range.ShareOf(observed[k][d]);
        }

        (mu[n], sigma[n]) = (0.5, 1);
        double floor = options.MagicClip ? 1.0 / Math.Min(100, 1 + _kernels) : LeastSigma;
        if (options.FixedWidth)
        {
            Array.Fill(sigma, Math.Clamp(options.WidthFactor * Math.Pow(Math.Max(n, 1), -1.0 / (dimensions + 4)), floor, 1), 0, n);
        }
        else
        {
            Neighbours(mu.AsSpan(0, n), sigma, options.Endpoints);
            for (int k = 0; k < n; k++)
            {
                sigma[k] = Math.Clamp(sigma[k] * options.NeighbourFactor, floor, 1);
            }
        }

        var axis = new Axis { Mu = mu, Sigma = sigma, Inverse = new double[_kernels], LogNorm = new double[_kernels], Half = range.Step > 0 && range.Count < 1e6 ? 0.5 / range.Count : 0, Range = range };
        for (int k = 0; k < _kernels; k++)
        {
            axis.Inverse[k] = 1 / sigma[k];
            double mass = NormalLaw.Mass(-mu[k] * axis.Inverse[k], (1 - mu[k]) * axis.Inverse[k]);
            axis.LogNorm[k] = axis.Half > 0 ? -Math.Log(mass) : -Math.Log(mass * sigma[k]) - NormalLaw.LogRootTwoPi;
        }

        return axis;
    }

    /// <summary>Each kernel is as wide as the larger gap to its neighbours, the ends of the range standing beside the outermost; unless those count, the outermost take their inner gap.</summary>
    private static void Neighbours(ReadOnlySpan<double> mu, double[] sigma, bool endpoints)
    {
        int n = mu.Length;
        if (n == 0)
        {
            return;
        }

        double[] sorted = mu.ToArray();
        var order = new int[n];
        for (int i = 0; i < n; i++)
        {
            order[i] = i;
        }

        Array.Sort(sorted, order);
        for (int i = 0; i < n; i++)
        {
            double left = sorted[i] - (i > 0 ? sorted[i - 1] : 0), right = (i < n - 1 ? sorted[i + 1] : 1) - sorted[i];
            sigma[order[i]] = endpoints || n < 2 || (i > 0 && i < n - 1) ? Math.Max(left, right) : i == 0 ? right : left;
        }
    }

    /// <summary>One parameter's part of every kernel.</summary>
    private sealed class Axis
    {
        public int Choices { get; init; }

        public double[] Table { get; init; } = [];

        public double[] Mu { get; init; } = [];

        public required double[] Sigma { get; init; }

        public double[] Inverse { get; init; } = [];

        public double[] LogNorm { get; init; } = [];

        public double Half { get; init; }

        public ParameterRange? Range { get; init; }

        private readonly Dictionary<double, double[]> _parts = [];
        private double[]? _logTable;

        public double Draw(int kernel, TrialRandom random)
        {
            double u = random.NextShare();
            if (Choices > 0)
            {
                int choice = 0;
                while (choice < Choices - 1 && (u -= Table[(kernel * Choices) + choice]) >= 0)
                {
                    choice++;
                }

                return choice;
            }

            double mu = Mu[kernel], inverse = Inverse[kernel];
            double from = NormalLaw.Cdf(-mu * inverse), to = NormalLaw.Cdf((1 - mu) * inverse);
            double share = Math.Clamp(mu + (Sigma[kernel] * NormalLaw.Quantile(from + (u * (to - from)))), 0, 1);
            return Half > 0 ? Range!.ShareOf(Range.At(share)) : share;
        }

        public void Add(double x, Span<double> log)
        {
            if (Choices > 0)
            {
                double[] table = _logTable ??= Array.ConvertAll(Table, Math.Log);
                for (int k = 0, at = (int)x; k < log.Length; k++, at += Choices)
                {
                    log[k] += table[at];
                }

                return;
            }

            if (Half > 0)
            {
                // The mass of the value's part of the range; of a logarithmic one the parts differ, and the middle of each is where the value stands.
                // Candidates meet the same few values: each value's masses are taken once.
                if (!_parts.TryGetValue(x, out double[]? part))
                {
                    (double from, double to) = Range!.Log ? LogPart(x) : (x - Half, x + Half);
                    part = new double[log.Length];
                    for (int k = 0; k < part.Length; k++)
                    {
                        part[k] = Math.Log(Math.Max(NormalLaw.Mass((from - Mu[k]) * Inverse[k], (to - Mu[k]) * Inverse[k]), 1e-300)) + LogNorm[k];
                    }

                    _parts.Add(x, part);
                }

                LogSums.Add(log, part);
                return;
            }

            LogSums.AddNormals(log, x, Mu, Inverse, LogNorm);
        }

        private (double From, double To) LogPart(double x)
        {
            double value = Range!.At(x), low = Math.Log(Range.Low - 0.5), high = Math.Log(Range.High + 0.5);
            return ((Math.Log(value - 0.5) - low) / (high - low), (Math.Log(value + 0.5) - low) / (high - low));
        }
    }
}
