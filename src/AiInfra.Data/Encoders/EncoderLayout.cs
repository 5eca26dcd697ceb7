using System.Globalization;

namespace AiInfra.Data.Encoders;

/// <summary>Where each column's features lie: numbers, then missing indicators, then sines, then cosines, then codes, then ranks, then one-hot columns, then texts; indices apart.</summary>
internal sealed class EncoderLayout
{
    public EncoderLayout(IReadOnlyList<ColumnPlan> plans)
    {
        var numbers = new List<(int, NumberPlan)>();
        var circles = new List<(int, long, long, string)>();
        var categories = new List<(int, CategoryPlan)>();
        var texts = new List<(int, TextPlan)>();
        for (int i = 0; i < plans.Count; i++)
        {
            switch (plans[i])
            {
                case NumberPlan number: numbers.Add((i, number)); break;
                case InstantPlan instant:
                    numbers.Add((i, instant.Linear));
                    AddCircles(circles, i, instant);
                    break;
                case CategoryPlan category: categories.Add((i, category)); break;
                case TextPlan text: texts.Add((i, text)); break;
            }
        }

        Numbers = [.. numbers];
        Circles = [.. circles];
        Categories = [.. categories];
        Texts = [.. texts];
        PlainTimes = plans.OfType<InstantPlan>().Any(p => p.Plain);
        Indicators = [.. Enumerable.Range(0, Numbers.Length).Where(i => Numbers[i].Plan.Indicator)];
        IndicatorStart = Numbers.Length;
        IndicatorOf = Places(IndicatorStart, n => n.Indicator);
        SineStart = IndicatorStart + Indicators.Length;
        CosineStart = SineStart + Circles.Length;
        CodeStarts = new int[Numbers.Length];
        Codes = [.. Numbers.SelectMany((n, i) => n.Plan.Codes.Select(code => (i, code)))];
        CodeStart = CosineStart + (PlainTimes ? 0 : Circles.Length);
        OneHotStart = CodeStart;
        for (int i = 0; i < CodeStarts.Length; i++)
        {
            CodeStarts[i] = OneHotStart;
            OneHotStart += Numbers[i].Plan.Codes.Length;
        }

        RankStart = OneHotStart;
        Ranks = [.. Enumerable.Range(0, Numbers.Length).Where(i => Numbers[i].Plan.Rank is not null)];
        RankOf = Places(RankStart, n => n.Rank is not null);
        OneHotStart += Ranks.Length;
        DenseStarts = new int[Categories.Length];
        Width = OneHotStart;
        for (int i = 0; i < Categories.Length; i++)
        {
            DenseStarts[i] = Width;
            Width += Categories[i].Plan.OneHot ? Categories[i].Plan.Buckets.Length - Categories[i].Plan.FirstDense : 0;
        }

        TextStarts = new int[Texts.Length];
        for (int i = 0; i < TextStarts.Length; i++)
        {
            TextStarts[i] = Width;
            Width += Texts[i].Plan.Width;
        }

        CategorySizes = [.. Categories.Where(c => !c.Plan.OneHot).Select(c => c.Plan.Buckets.Length)];
        FeatureNames = [.. Names()];
    }

    public (int Column, NumberPlan Plan)[] Numbers { get; }

    public (int Column, long Shift, long Period, string Name)[] Circles { get; }

    public (int Column, CategoryPlan Plan)[] Categories { get; }

    public (int Column, TextPlan Plan)[] Texts { get; }

    /// <summary>For each text, where its features begin.</summary>
    public int[] TextStarts { get; }

    /// <summary>Whether times are hours and days from where their circles begin, in place of the sines; there are then no cosines.</summary>
    public bool PlainTimes { get; }

    public int[] Indicators { get; }

    public int IndicatorStart { get; }

    /// <summary>For each number, the feature that says whether it is missing, or -1.</summary>
    public int[] IndicatorOf { get; }

    public int SineStart { get; }

    public int CosineStart { get; }

    public int CodeStart { get; }

    /// <summary>For each number, where its codes begin.</summary>
    public int[] CodeStarts { get; }

    public (int Number, double Code)[] Codes { get; }

    /// <summary>The numbers that have a rank beside them.</summary>
    public int[] Ranks { get; }

    public int RankStart { get; }

    /// <summary>For each number, the feature that holds its rank, or -1.</summary>
    public int[] RankOf { get; }

    public int OneHotStart { get; }

    public int[] DenseStarts { get; }

    public int Width { get; }

    public int[] CategorySizes { get; }

    public string[] FeatureNames { get; }

    /// <summary>The number of the column that each dense feature comes from.</summary>
    public int[] FeatureColumns => [.. Numbers.Select(n => n.Column)
        .Concat(Indicators.Select(i => Numbers[i].Column))
        .Concat(Circles.Select(c => c.Column))
        .Concat(Circles.Where(_ => !PlainTimes).Select(c => c.Column))
        .Concat(Codes.Select(c => Numbers[c.Number].Column))
        .Concat(Ranks.Select(i => Numbers[i].Column))
        .Concat(Categories.Where(c => c.Plan.OneHot).SelectMany(c => c.Plan.Buckets.Skip(c.Plan.FirstDense).Select(_ => c.Column)))
        .Concat(Texts.SelectMany(t => Enumerable.Repeat(t.Column, t.Plan.Width)))];

    public static int FeaturesOf(ColumnPlan plan)
    {
        var layout = new EncoderLayout([plan]);
        return layout.Width + layout.CategorySizes.Length;
    }

    private static void AddCircles(List<(int, long, long, string)> circles, int column, InstantPlan plan)
    {
        if (plan.Day)
        {
            circles.Add((column, 0, Time.Day, $"{plan.Name} hour of day"));
        }

        if (plan.Week)
        {
            circles.Add((column, Time.WeekShift, Time.Week, $"{plan.Name} day of week"));
        }

        if (plan.Year)
        {
            circles.Add((column, 0, Time.Year, $"{plan.Name} day of year"));
        }
    }

    private int[] Places(int next, Func<NumberPlan, bool> has) => [.. Numbers.Select(n => has(n.Plan) ? next++ : -1)];

    private IEnumerable<string> Names() => Numbers.Select(n => n.Plan.Name)
        .Concat(Indicators.Select(i => $"{Numbers[i].Plan.Name} is missing"))
        .Concat(Circles.Select(c => PlainTimes ? c.Name : $"{c.Name} (sin)"))
        .Concat(Circles.Where(_ => !PlainTimes).Select(c => $"{c.Name} (cos)"))
        .Concat(Codes.Select(c => string.Create(CultureInfo.InvariantCulture, $"{Numbers[c.Number].Plan.Name}={c.Code}")))
        .Concat(Ranks.Select(i => $"{Numbers[i].Plan.Name} rank"))
        .Concat(Categories.Where(c => c.Plan.OneHot).SelectMany(c => c.Plan.Buckets.Skip(c.Plan.FirstDense).Select(b => $"{c.Plan.Name}={b}")))
        .Concat(Texts.SelectMany(t => (t.Plan.Words?.Names ?? []).Select(n => $"{t.Plan.Name} word '{n}'").Concat((t.Plan.Characters?.Names ?? []).Select(n => $"{t.Plan.Name} characters '{n}'"))));
}
