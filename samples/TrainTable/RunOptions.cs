using System.Globalization;
using AiInfra.Core.Rows;

namespace TrainTable;

/// <summary>The command line.</summary>
internal sealed record RunOptions
{
    public const string Usage = """
        Usage: dotnet run -c Release --project samples/TrainTable -- [options]

          --data FILE        a CSV file of yours; without it a table of flats is made
          --label COLUMN     the column to learn (of the made table let, a class, or rent, a number; default let)
          --task TASK        classify or regress, where the column's values do not tell it
          --without A,B      columns not to learn from, such as what is known only afterwards
          --budget SECONDS   time for finding the best of linear model, trees and network (default 20)
          --rows N           rows of the made table (default 3000)
          --out DIR          where report and model go (default artifacts-run/train-table)
          --seed N           seed of the made table, of the split and of the training (default 1)

          --help             this

        A quarter of the rows is kept apart and judges. Exit code: 0, or 2 where the arguments or the table are wrong.
        """;

    public string? Data { get; private set; }

    public string Label { get; private set; } = "let";

    public ModelTask? Task { get; private set; }

    public IReadOnlyList<string> Without { get; private set; } = [];

    public TimeSpan Budget { get; private set; } = TimeSpan.FromSeconds(20);

    public int Rows { get; private set; } = 3000;

    public string Out { get; private set; } = Path.Combine("artifacts-run", "train-table");

    public int Seed { get; private set; } = 1;

    public bool Help { get; private set; }

    /// <exception cref="UsageException">The arguments can't be understood.</exception>
    public static RunOptions Parse(string[] args)
    {
        var options = new RunOptions();
        bool named = false;
        for (int i = 0; i < args.Length; i++)
        {
            string name = args[i];
            string Next() => i + 1 < args.Length && args[i + 1].Length > 0 ? args[++i] : throw new UsageException($"{name} needs a value.");
            switch (name)
            {
                case "--data": options.Data = Next(); break;
                case "--label": (options.Label, named) = (Next(), true); break;
                case "--task": options.Task = Next() switch { "classify" => ModelTask.Classification, "regress" => ModelTask.Regression, _ => throw new UsageException("--task is classify or regress.") }; break;
                case "--without": options.Without = Next().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries); break;
                case "--budget": options.Budget = TimeSpan.FromSeconds(Whole(name, Next(), 1)); break;
                case "--rows": options.Rows = Whole(name, Next(), 20); break;
                case "--out": options.Out = Next(); break;
                case "--seed": options.Seed = Whole(name, Next(), 0); break;
                case "--help" or "-h": options.Help = true; break;
                default: throw new UsageException($"'{name}' is not an option.");
            }
        }

        return options.Data is null || named || options.Help ? options : throw new UsageException("--data needs --label: the column to learn.");
    }

    private static int Whole(string name, string value, int least) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least
        ? number
        : throw new UsageException($"{name} is a whole number of at least {least}, not '{value}'.");
}
