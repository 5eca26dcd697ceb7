namespace JudgeModel;

/// <summary>What the command line asked for.</summary>
internal sealed record RunOptions
{
    public const string Usage = """
        Usage: dotnet run -c Release --project samples/JudgeModel -- [options]

          --data FILE        a CSV file of yours; without it a table of loans is made
          --truth COLUMN     the true answer (default y)
          --a COLUMN         what the present model says: a probability of the second class, a class, or a number (default a)
          --b COLUMN         what the new model says (default b)
          --kind KIND        probabilities, classes or numbers, where the values do not tell it
          --groups A,B       columns to judge fairness by; without it the first two text columns with few values
          --out DIR          where the reports go (default artifacts-run/judge-model)
          --seed N           seed of the made table and of resampling (default 1)

          --help             this

        Exit code: 0 the gate lets the new model pass, 3 it does not (or has not enough evidence), 2 the arguments or the file are wrong.
        Rows without the true answer or without an answer from both models are left out and counted.

        All other columns are used to look for slices on which the new model is bad.
        """;

    public string? Data { get; private set; }

    public string Truth { get; private set; } = "y";

    public string A { get; private set; } = "a";

    public string B { get; private set; } = "b";

    public JudgedKind? Kind { get; private set; }

    public IReadOnlyList<string>? Groups { get; private set; }

    public string Out { get; private set; } = Path.Combine("artifacts-run", "judge-model");

    public int Seed { get; private set; } = 1;

    public bool Help { get; private set; }

    /// <exception cref="UsageException">The arguments can't be understood.</exception>
    public static RunOptions Parse(string[] args)
    {
        var options = new RunOptions();
        for (int i = 0; i < args.Length; i++)
        {
            string name = args[i];
            string Next() => i + 1 < args.Length && args[i + 1].Length > 0 ? args[++i] : throw new UsageException($"{name} needs a value.");
            switch (name)
            {
                case "--data": options.Data = Next(); break;
                case "--truth": options.Truth = Next(); break;
                case "--a": options.A = Next(); break;
                case "--b": options.B = Next(); break;
                case "--kind": options.Kind = Enum.TryParse(Next(), ignoreCase: true, out JudgedKind kind) && Enum.IsDefined(kind) ? kind : throw new UsageException("--kind is probabilities, classes or numbers."); break;
                case "--groups": options.Groups = Next().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries); break;
                case "--out": options.Out = Next(); break;
                case "--seed": options.Seed = int.TryParse(Next(), out int seed) && seed >= 0 ? seed : throw new UsageException("--seed is a number, zero or more."); break;
                case "--help" or "-h": options.Help = true; break;
                default: throw new UsageException($"'{name}' is not an option.");
            }
        }

        return options;
    }
}
