using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Observability.Drift;

internal sealed class NumberWindow(ColumnSummary reference, DriftOptions options, INumberDriftTest test) : ColumnWindow(reference)
{
    private static readonly KolmogorovSmirnovDrift s_usual = new();
    private readonly double[] _ring = new double[options.Window];
    private readonly ReferenceDistribution? _distribution = reference.Present > 0 && !IdentifierColumns.Is(reference, options) ? new(reference, options.Cells) : null;

    // By the table of conversions: a number that came as text is the same number, and what is none is missing.
    public override void Set(int position, Value value) =>
        _ring[position] = ValueConversion.TryFromTensor(value, Reference.Kind, out Value converted) ? ColumnSketch.NumberOf(converted) : double.NaN;

    public override ColumnDrift Compare(int rows, int oldest)
    {
        var series = new double[rows];
        int present = 0;
        for (int i = 0; i < rows; i++)
        {
            double number = _ring[(oldest + i) % _ring.Length];
            if (!double.IsNaN(number))
            {
                series[present++] = number;
            }
        }

        double[] numbers = series[..present];
        double[] ranks = SortAndRank(numbers);
        double inflation = options.CorrectDependence ? Inflation(VarianceInflation.OfMean(ranks), present > 1 && numbers[0] < numbers[^1]) : 1;
        By = DriftComparison.None;
        double stability = 0, noise = 0;
        if (present > 0 && _distribution is not null)
        {
            var sample = new NumberSample(Reference, _distribution, numbers, inflation, options);
            By = DriftComparison.By<INumberDriftTest>(Reference.Name, [test, options.Numbers, s_usual], t => t.Compare(sample));
            stability = _distribution.PopulationStability(numbers);
            noise = _distribution.PopulationStabilityNoise(present) * Math.Max(1, inflation);
        }

        double missing = rows > 0 ? (rows - present) / (double)rows : 0;
        return new ColumnDrift
        {
            Column = Reference.Name,
            Kind = Reference.Kind,
            Test = By.Test,
            TestTitle = By.Title,
            Statistic = By.Found.Statistic,
            PValue = By.Found.PValue,
            MissingPValue = MissingPValue(rows, rows - present, inflation),
            Stability = stability,
            StabilityNoise = noise,
            Rows = present,
            EffectiveRows = present / inflation,
            ReferenceMissing = ReferenceMissing,
            Missing = missing,
            Unseen = 0,
            ValuesMoved = By.Found.Large || stability >= options.MinimumStability,
            MissingMoved = Math.Abs(missing - ReferenceMissing) >= options.MinimumMissingChange,
        };
    }

    // Sorts the numbers and gives their ranks in the order of time. Dependence is measured on ranks: an outlier does not hide it.
    private static double[] SortAndRank(double[] numbers)
    {
        var order = new int[numbers.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(numbers, order);
        var ranks = new double[numbers.Length];
        for (int i = 0; i < order.Length;)
        {
            int end = i;
            while (end < order.Length && numbers[end] == numbers[i])
            {
                end++;
            }

            for (int j = i; j < end; j++)
            {
                ranks[order[j]] = (i + end) / 2.0;
            }

            i = end;
        }

        return ranks;
    }
}
