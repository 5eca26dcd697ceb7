using AiInfra.Core.Rows;
using AiInfra.Core.Statistics;

namespace AiInfra.Observability.Drift;

internal sealed class CategoryWindow : ColumnWindow
{
    private const int Missing = -1;
    private const int Unseen = -2;
    private const int Examples = 5;
    private readonly DriftOptions _options;
    private readonly int[] _ring;
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly List<string> _examples = [];
    private readonly bool _namesRows;

    public CategoryWindow(ColumnSummary reference, DriftOptions options)
        : base(reference)
    {
        _options = options;
        _ring = new int[options.Window];
        _namesRows = NamesRows.Is(reference, options);
        foreach (CategoryCount category in reference.Categories)
        {
            _codes.TryAdd(category.Category, _codes.Count);
        }
    }

    public override void Set(int position, Value value)
    {
        string? text = value.AsText();
        if (text is null)
        {
            _ring[position] = Missing;
            return;
        }

        text = ColumnSketch.CategoryOf(text);
        if (!_codes.TryGetValue(text, out int code))
        {
            code = Unseen;
            // The newest of the unseen, each once.
            if (!_examples.Contains(text))
            {
                _examples.Add(text);
                if (_examples.Count > Examples)
                {
                    _examples.RemoveAt(0);
                }
            }
        }

        _ring[position] = code;
    }

    public override ColumnDrift Compare(int rows, int oldest)
    {
        var series = new int[rows];
        var current = new double[_codes.Count];
        int present = 0, unseen = 0;
        for (int i = 0; i < rows; i++)
        {
            int code = _ring[(oldest + i) % _ring.Length];
            if (code == Missing)
            {
                continue;
            }

            series[present++] = code;
            if (code == Unseen)
            {
                unseen++;
            }
            else
            {
                current[code]++;
            }
        }

        double inflation = _options.CorrectDependence ? Inflation(VarianceInflation.OfCategories(series.AsSpan(0, present)), series.AsSpan(0, present).ContainsAnyExcept(present > 0 ? series[0] : 0)) : 1;
        bool comparable = present > 0 && Reference.Present > 0 && !_namesRows;
        var (expected, counts) = comparable ? Pool(current, present, unseen) : ([1], [1]);
        double statistic = comparable ? TwoSample.ChiSquare([.. expected.Select(c => c / inflation)], [.. counts.Select(c => c / inflation)]).Statistic : 0;
        double chance = comparable ? CountTest.OfCells(expected, counts, inflation) : 1;
        double stability = comparable ? Divergence.PopulationStability(expected, counts) : 0;
        double noise = comparable ? Divergence.PopulationStabilityNoise(expected.Count(e => e > 0), Reference.Present, present) * Math.Max(1, inflation) : 0;
        double missing = rows > 0 ? (rows - present) / (double)rows : 0;
        return new ColumnDrift
        {
            Column = Reference.Name,
            Kind = Reference.Kind,
            Test = comparable ? "chi2" : "none",
            Statistic = statistic,
            PValue = chance,
            MissingPValue = MissingPValue(rows, rows - present, inflation),
            Stability = stability,
            StabilityNoise = noise,
            Rows = present,
            EffectiveRows = present / inflation,
            ReferenceMissing = ReferenceMissing,
            Missing = missing,
            Unseen = comparable ? unseen / (double)present : 0,
            UnseenExamples = unseen > 0 && comparable ? [.. _examples] : [],
            ValuesMoved = stability >= _options.MinimumStability,
            MissingMoved = Math.Abs(missing - ReferenceMissing) >= _options.MinimumMissingChange,
        };
    }

    // Categories too rare for a cell of their own are one cell; what the training data did not list is another.
    private (double[] Expected, double[] Counts) Pool(double[] current, int present, int unseen)
    {
        double share = present / (double)Reference.Present;
        var expected = new List<double>();
        var counts = new List<double>();
        double rareExpected = 0, rare = 0;
        for (int i = 0; i < current.Length; i++)
        {
            double reference = Reference.Categories[i].Count;
            if (reference * share >= CountTest.FewestOfMany)
            {
                expected.Add(reference);
                counts.Add(current[i]);
            }
            else
            {
                rareExpected += reference;
                rare += current[i];
            }
        }

        expected.Add(rareExpected);
        counts.Add(rare);
        expected.Add(Reference.OtherCategories);
        counts.Add(unseen);
        return ([.. expected], [.. counts]);
    }
}
