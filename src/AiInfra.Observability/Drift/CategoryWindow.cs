using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Observability.Drift;

internal sealed class CategoryWindow : ColumnWindow
{
    private static readonly ChiSquareDrift s_usual = new();
    private const int Missing = -1;
    private const int Examples = 5;
    private readonly DriftOptions _options;
    private readonly ICategoryDriftTest _test;
    private readonly ReferenceCategories _categories;
    private readonly int[] _ring;

    // The categories of the window as codes, and how many rows of it each has; one that leaves frees its code.
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly List<string> _keys = [];
    private readonly List<int> _rows = [];
    private readonly Stack<int> _free = [];
    private readonly List<string> _examples = [];
    private readonly bool _identifies;

    public CategoryWindow(ColumnSummary reference, DriftOptions options, ICategoryDriftTest test)
        : base(reference)
    {
        _options = options;
        _test = test;
        _ring = new int[options.Window];
        Array.Fill(_ring, Missing);
        _identifies = IdentifierColumns.Is(reference, options);
        _categories = new ReferenceCategories(reference);
    }

    public override void Set(int position, Value value)
    {
        Leave(_ring[position]);
        string? key = _categories.KeyOf(value);
        _ring[position] = key is null ? Missing : Enter(key);
        if (key is not null && !_categories.Lists(key))
        {
            // The newest of the unseen, each once, as it came.
            string text = ColumnSketch.CategoryOf(value.AsText()!);
            if (!_examples.Contains(text))
            {
                _examples.Add(text);
                if (_examples.Count > Examples)
                {
                    _examples.RemoveAt(0);
                }
            }
        }
    }

    public override ColumnDrift Compare(int rows, int oldest)
    {
        var series = new int[rows];
        int present = 0;
        for (int i = 0; i < rows; i++)
        {
            int code = _ring[(oldest + i) % _ring.Length];
            if (code != Missing)
            {
                series[present++] = code;
            }
        }

        Dictionary<string, long> current = series.AsSpan(0, present).ToArray().CountBy(c => c).ToDictionary(c => _keys[c.Key], c => (long)c.Value, StringComparer.Ordinal);
        double unseen = current.Sum(c => _categories.Lists(c.Key) ? 0 : c.Value);
        double inflation = _options.CorrectDependence ? Inflation(VarianceInflation.OfCategories(series.AsSpan(0, present)), current.Count > 1) : 1;
        bool comparable = present > 0 && Reference.Present > 0 && !_identifies;
        var sample = new CategorySample(Reference, _categories, current, inflation, _options);
        By = comparable ? DriftComparison.By<ICategoryDriftTest>(Reference.Name, [_test, _options.Categories, s_usual], t => t.Compare(sample)) : DriftComparison.None;
        (double stability, double noise) = comparable ? Stability(current, present, inflation) : (0, 0);
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
            Unseen = comparable ? unseen / present : 0,
            UnseenExamples = unseen > 0 && comparable ? [.. _examples] : [],
            ValuesMoved = By.Found.Large || stability >= _options.MinimumStability,
            MissingMoved = Math.Abs(missing - ReferenceMissing) >= _options.MinimumMissingChange,
        };
    }

    // Of the categories and of the rare ones as such, whichever moved more.
    private (double Index, double Noise) Stability(Dictionary<string, long> current, int present, double inflation)
    {
        CategoryCells[] both = [_categories.Cells(current), _categories.CellsByFrequency(current)];
        double[] indices = [.. both.Select(c => Divergence.PopulationStability(c.Reference, c.Current))];
        int larger = indices[1] > indices[0] ? 1 : 0;
        return (indices[larger], Divergence.PopulationStabilityNoise(both[larger].Reference.Count(r => r > 0), Reference.Present, present) * Math.Max(1, inflation));
    }

    private int Enter(string key)
    {
        if (!_codes.TryGetValue(key, out int code))
        {
            if (!_free.TryPop(out code))
            {
                code = _keys.Count;
                _keys.Add(key);
                _rows.Add(0);
            }

            _codes[key] = code;
            _keys[code] = key;
        }

        _rows[code]++;
        return code;
    }

    private void Leave(int code)
    {
        if (code != Missing && --_rows[code] == 0)
        {
            _codes.Remove(_keys[code]);
            _free.Push(code);
        }
    }
}
