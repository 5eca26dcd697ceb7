using AiInfra.Core.Sketches;

namespace AiInfra.Observability.Drift;

/// <summary>How inputs are compared with those of the training data.</summary>
public sealed class DriftOptions : ICheckedOptions
{
    internal const int FewestRows = 20;
    private static readonly Dictionary<string, Type> s_usual = new(StringComparer.Ordinal) { ["ks"] = typeof(KolmogorovSmirnovDrift), ["chi2"] = typeof(ChiSquareDrift), ["js"] = typeof(JensenShannonDrift) };

    /// <summary>Rows in the window of recent predictions.</summary>
    /// <value>1000.</value>
    public int Window { get; set; } = 1000;

    /// <summary>The full window is judged after every so many rows: equal to <see cref="Window"/> it tumbles, less and it slides.</summary>
    /// <value>200.</value>
    public int Every { get; set; } = 200;

    /// <summary>Only every so-manieth prediction is taken into the window: thinning for streams whose neighbours are nearly the same.</summary>
    /// <value>1: all.</value>
    public int Thinning { get; set; } = 1;

    /// <summary>Chance of any false finding in each stretch of <see cref="Window"/> rows, over all columns together, while nothing changes. Every single judgement is tested at this times <see cref="Every"/> / <see cref="Window"/> (union bound over the overlapping looks).</summary>
    /// <value>0.01.</value>
    public double FalseAlarmRate { get; set; } = 0.01;

    /// <summary>Correction over the columns.</summary>
    /// <value><see cref="Drift.Correction.Holm"/>.</value>
    public Correction Correction { get; set; } = Correction.Holm;

    /// <summary>A column of numbers whose Kolmogorov-Smirnov distance and whose population stability index both lie under their floors has not drifted, however certain the difference is.</summary>
    /// <value>0.1: a tenth of the rows moved.</value>
    public double MinimumDistance { get; set; } = 0.1;

    /// <summary>The same floor for the population stability index, of numbers and of categories.</summary>
    /// <value>0.1: below is commonly called stable.</value>
    public double MinimumStability { get; set; } = 0.1;

    /// <summary>A share of missing values that changed by less is no finding.</summary>
    /// <value>0.05.</value>
    public double MinimumMissingChange { get; set; } = 0.05;

    /// <summary>Cells of the population stability index.</summary>
    /// <value>10.</value>
    public int Cells { get; set; } = 10;

    /// <summary>Whether the dependence of neighbouring rows is measured and counted as fewer rows. Streams in time order need it: without, every slow daily swing is drift.</summary>
    /// <value>true.</value>
    public bool CorrectDependence { get; set; } = true;

    /// <summary>Columns that must have drifted for the window to have drifted.</summary>
    /// <value>1.</value>
    public int MinimumColumns { get; set; } = 1;

    /// <summary>Whether columns that name rows rather than describe them are compared too: times, texts that hardly repeat, row counters. They always move on; of them only missing values are watched.</summary>
    /// <value>false.</value>
    public bool CompareIdentifiers { get; set; }

    /// <summary>Compares numbers and times.</summary>
    /// <value><see cref="KolmogorovSmirnovDrift"/>.</value>
    public INumberDriftTest Numbers { get; set; } = new KolmogorovSmirnovDrift();

    /// <summary>Compares texts and booleans.</summary>
    /// <value><see cref="ChiSquareDrift"/>.</value>
    public ICategoryDriftTest Categories { get; set; } = new ChiSquareDrift();

    /// <summary>Tests of single columns, instead of <see cref="Numbers"/> and <see cref="Categories"/>. One that does not read what a column holds is named in <see cref="DriftReport.Remarks"/>, and the column is compared by the test of its kind.</summary>
    public IDictionary<string, IDriftTest> Columns { get; } = new Dictionary<string, IDriftTest>(StringComparer.Ordinal);

    /// <summary>Columns not to watch: those known to move on, or of no interest.</summary>
    public ISet<string> Ignore { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Chooses a test: for the columns named, or without names for all columns whose values it reads.</summary>
    public DriftOptions Use(IDriftTest test, params ReadOnlySpan<string> columns)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (test is not (INumberDriftTest or ICategoryDriftTest))
        {
            throw new ArgumentException($"The test '{test.Name}' reads nothing: implement {nameof(INumberDriftTest)}, {nameof(ICategoryDriftTest)} or both.", nameof(test));
        }

        foreach (string column in columns)
        {
            Columns[column] = test;
        }

        if (columns.IsEmpty)
        {
            Numbers = test as INumberDriftTest ?? Numbers;
            Categories = test as ICategoryDriftTest ?? Categories;
        }

        return this;
    }

    /// <summary>What cannot be followed for these columns.</summary>
    internal IEnumerable<string> Remarks(TableSummary reference)
    {
        foreach ((string name, IDriftTest test) in Columns.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            if (reference.Columns.FirstOrDefault(c => c.Name == name) is not { } column)
            {
                yield return $"The test '{test.Name}' was chosen for column '{name}', which the training data does not have.";
            }
            else if (ColumnWindow.HoldsNumbers(column) ? test is not INumberDriftTest : test is not ICategoryDriftTest)
            {
                IDriftTest instead = ColumnWindow.HoldsNumbers(column) ? Numbers : Categories;
                yield return $"The test '{test.Name}' was chosen for column '{name}', whose values ({column.Kind}) it does not read; '{instead.Name}' compared it.";
            }
        }
    }

    internal double Threshold => FalseAlarmRate * Math.Min(1, Every / (double)Window);

    // The same comparison over a table of so many rows, looked at once.
    internal DriftOptions OverAll(int rows)
    {
        var all = (DriftOptions)MemberwiseClone();
        (all.Window, all.Every, all.Thinning) = (rows, rows, 1);
        return all;
    }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(Window, FewestRows)
        .AtLeast(Every, 1)
        .AtLeast(Thinning, 1)
        .Inside(FalseAlarmRate, 0, 1)
        .Between(MinimumDistance, 0, 1)
        .AtLeast(MinimumStability, 0)
        .Between(MinimumMissingChange, 0, 1)
        .AtLeast(Cells, 2)
        .AtLeast(MinimumColumns, 1)
        .Set(Numbers)
        .Set(Categories)
        .All(Columns.Where(c => c.Value is null).Select(c => $"{nameof(Columns)}['{c.Key}'] is null; give a test, or leave the column out."))
        .All(new IDriftTest?[] { Numbers, Categories }.Concat(Columns.Values).OfType<IDriftTest>().Distinct().Select(NameFault).OfType<string>());

    // Reports, events and metrics tell tests apart by their names.
    private static string? NameFault(IDriftTest test) => test.Name is not { } name || string.IsNullOrWhiteSpace(name) ? $"A drift test ({test.GetType().Name}) has no name; a short one of its own is expected, the same every time."
        : name == ColumnDrift.NotCompared || (s_usual.TryGetValue(name, out Type? usual) && usual != test.GetType()) ? $"A drift test ({test.GetType().Name}) is called '{name}', which is taken; a name of its own is expected."
        : null;
}
