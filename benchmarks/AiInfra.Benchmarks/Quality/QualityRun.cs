using System.Diagnostics;
using System.Globalization;
using AiInfra.Training.Intervals;
using AiInfra.Training.Networks;
using AiInfra.Training.Recipes;
using AiInfra.Trees.Recipes;

namespace AiInfra.Benchmarks.Quality;

/// <summary>Trains each model by its defaults and prints what it comes to on rows that it has not seen, with seed and seconds.</summary>
internal static class QualityRun
{
    private const int Seed = 0;

    public static IQualityFigure[] All { get; } =
    [
        new DigitsFigure(),
        new TableFigure("adult", "trees", 0.925, () => new TreesRecipe()),
        new TableFigure("adult", "network", 0.91, () => new TabularRecipe()),
        new TableFigure("adult", "transformer", null, () => new TabularRecipe { Transformer = new FtTransformerDesign() }),
        new MessagesFigure("linear", () => new LinearRecipe()),
        new MessagesFigure("network", () => new TabularRecipe()),
        new TableFigure("bike-hour", "trees", null, () => new TreesRecipe()),
        new TableFigure("bike-hour", "network", null, () => new TabularRecipe()),
        new TableFigure("bike-hour", "best-of", null, () => new BestOfRecipe([RecipeCandidate.Linear, TreesRecipe.Candidate, RecipeCandidate.Network])),
        new CoverageFigure(0.9, () => new ConformalRecipe(new TreesRecipe()) { Coverage = 0.9, Spread = new TreesRecipe() }),
    ];

    public static async Task<int> RunAsync(string[] names)
    {
        IQualityFigure[] chosen = [.. All.Where(f => names.Length == 0 || names.Any(n => f.Name.Contains(n, StringComparison.OrdinalIgnoreCase)))];
        if (chosen.Length == 0)
        {
            Console.Error.WriteLine($"No figure is called by {string.Join(", ", names)}. There are: {string.Join(", ", All.Select(f => f.Name))}.");
            return 2;
        }

        bool met = true;
        Console.WriteLine("figure\tmeasure\tseed\tresult\tgoal\tseconds");
        foreach (IQualityFigure figure in chosen)
        {
            long start = Stopwatch.GetTimestamp();
            string result, verdict = figure.Goal?.ToString(CultureInfo.InvariantCulture) ?? "-";
            if (await figure.RunAsync(Seed) is not { } value)
            {
                result = "absent: its data is not in ../shared/data";
            }
            else
            {
                result = value.ToString("0.0000", CultureInfo.InvariantCulture);
                bool ok = figure.Goal is not { } goal || value >= goal;
                met &= ok;
                verdict += figure.Goal is null ? "" : ok ? " ok" : " short";
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figure.Name}\t{figure.Measure}\t{Seed}\t{result}\t{verdict}\t{Stopwatch.GetElapsedTime(start).TotalSeconds:0}"));
        }

        return met ? 0 : 1;
    }
}
