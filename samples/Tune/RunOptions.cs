using System.Globalization;

namespace Tune;

/// <summary>The command line.</summary>
internal sealed record RunOptions
{
    public const string Usage = """
        Tunes rate, width, depth and dropout of a small network on made-up data, and writes a report with pictures.
          --trials N    trials in all                         60
          --workers N   trials at once                        2
          --rows N      rows of made-up data                  2000
          --seed N      seed of data and search               0
          --out FOLDER  where report and studies are kept     artifacts-run/tune
        Run it twice with the same folder and more trials: it goes on where it stood. Run it in two windows: they share the study.
        """;

    public int Trials { get; private init; } = 60;

    public int Workers { get; private init; } = 2;

    public int Rows { get; private init; } = 2000;

    public int Seed { get; private init; }

    public string Out { get; private init; } = Path.Combine("artifacts-run", "tune");

    public bool Help { get; private init; }

    public static RunOptions Parse(string[] args)
    {
        var options = new RunOptions();
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] is "--help" or "-h")
            {
                return options with { Help = true };
            }

            string name = args[i];
            string value = ++i < args.Length ? args[i] : throw new UsageException($"{name} needs a value.");
            options = name switch
            {
                "--trials" => options with { Trials = Whole(name, value, 1) },
                "--workers" => options with { Workers = Whole(name, value, 1) },
                "--rows" => options with { Rows = Whole(name, value, 100) },
                "--seed" => options with { Seed = Whole(name, value, 0) },
                "--out" => options with { Out = value },
                _ => throw new UsageException($"There is no option {name}."),
            };
        }

        return options;
    }

    private static int Whole(string name, string value, int least) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least
        ? number
        : throw new UsageException($"{name} is a whole number of at least {least}, not '{value}'.");
}
