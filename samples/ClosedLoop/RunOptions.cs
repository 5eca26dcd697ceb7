using System.Globalization;
using AiInfra.Core.Rows;
using AiInfra.Data.Cells;
using AiInfra.Data.Sources.Csv;

namespace ClosedLoop;

/// <summary>What the command line asked for.</summary>
internal sealed record RunOptions
{
    public const string Usage = """
        Usage: dotnet run -c Release --project samples/ClosedLoop -- [options]

          --data FILE        a CSV file of yours; without it a stream with a changing concept is generated
          --target COLUMN    the column to predict (needed with --data)
          --task TASK        classification or regression; found out from the target otherwise
          --warm-up SHARE    part of the rows to train the first model on (default 0.2, at least 50 rows)
          --delimiter CHAR   what parts the fields of the file, or "tab"; found out otherwise
          --header YES|NO    whether the first row holds names; found out otherwise
          --decimal MARK     the decimal mark, . or ,; found out otherwise
          --drop COLUMNS     columns to leave out, with commas between
          --shuffle          mix the rows first, for a file that is sorted
          --label-delay N    rows after which a label becomes known (default 100)
          --rows N           rows of the generated stream (default 30000)
          --seed N           two runs with one seed print the same numbers (default 1)
          --out DIR          where results go (default artifacts-run/closed-loop)
          --serve            stay up afterwards and serve the champion over HTTP
          --urls URL         where to serve (default http://127.0.0.1:5080)
        """;

    public string? Data { get; private set; }

    public string? Target { get; private set; }

    public ModelTask? Task { get; private set; }

    /// <summary>Null takes the usual share, of a short file more.</summary>
    public double? WarmUp { get; private set; }

    public char? Delimiter { get; private set; }

    public bool? Header { get; private set; }

    public char? Decimal { get; private set; }

    public IReadOnlyList<string> Drop { get; private set; } = [];

    public bool Shuffle { get; private set; }

    public int LabelDelay { get; private set; } = 100;

    public int? Rows { get; private set; }

    public int Seed { get; private set; } = 1;

    public string Out { get; private set; } = Path.Combine("artifacts-run", "closed-loop");

    public bool Serve { get; private set; }

    public string Urls { get; private set; } = "http://127.0.0.1:5080";

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
                case "--target": options.Target = Next(); break;
                case "--task": options.Task = ParseTask(Next()); break;
                case "--warm-up": options.WarmUp = Number(name, Next(), 0.01, 0.95); break;
                case "--delimiter": options.Delimiter = ParseDelimiter(Next()); break;
                case "--header": options.Header = YesNo(Next()); break;
                case "--decimal": options.Decimal = Mark(Next()); break;
                case "--drop": options.Drop = Next().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries); break;
                case "--shuffle": options.Shuffle = true; break;
                case "--label-delay": options.LabelDelay = Whole(name, Next(), 0, 1_000_000); break;
                case "--rows": options.Rows = Whole(name, Next(), 500, 10_000_000); break;
                case "--seed": options.Seed = Whole(name, Next(), 0, int.MaxValue); break;
                case "--out": options.Out = Next(); break;
                case "--serve": options.Serve = true; break;
                case "--urls": options.Urls = Url(Next()); break;
                case "--help" or "-h": options.Help = true; break;
                default: throw new UsageException($"'{name}' is not an option.");
            }
        }

        if (options.Data is not null && options.Target is null && !options.Help)
        {
            throw new UsageException($"--data needs --target: say which column of {options.Data} to predict.");
        }

        return options.Data is null || options.Rows is null ? options : throw new UsageException("--rows is the length of the generated stream: leave it out with --data.");
    }

    /// <summary>How to read the file, as far as the command line says.</summary>
    public CsvOptions Csv(int sampleRows, MisfitCell misfits) =>
        new() { SampleRows = sampleRows, Misfits = misfits, Delimiter = Delimiter, HasHeader = Header, DecimalMark = Decimal };

    private static char ParseDelimiter(string text) => text is "tab" or "\\t" ? '\t' : text.Length == 1 && text[0] is < (char)128 and not '"' ? text[0]
        : throw new UsageException($"--delimiter is one character, or tab, not '{text}'.");

    private static bool YesNo(string text) => text.ToLowerInvariant() switch
    {
        "yes" or "true" => true,
        "no" or "false" => false,
        _ => throw new UsageException($"--header is yes or no, not '{text}'."),
    };

    private static char Mark(string text) => text is "." or "," ? text[0] : throw new UsageException($"--decimal is . or , and not '{text}'.");

    private static string Url(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme == Uri.UriSchemeHttp
        ? text
        : throw new UsageException($"--urls is an address such as http://127.0.0.1:5080, not '{text}'.");

    private static int Whole(string name, string text, int low, int high) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= low && number <= high
            ? number
            : throw new UsageException($"{name} is a whole number from {low} to {high}, not '{text}'.");

    private static ModelTask ParseTask(string text) => text switch
    {
        "classification" => ModelTask.Classification,
        "regression" => ModelTask.Regression,
        _ => throw new UsageException($"--task is classification or regression, not '{text}'."),
    };

    private static double Number(string name, string text, double low, double high) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= low && number <= high
            ? number
            : throw new UsageException($"{name} is a number from {low} to {high}, not '{text}'.");
}
