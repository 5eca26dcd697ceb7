using System.Globalization;
using AiInfra.Training.Precision;

namespace TrainLanguageModel;

/// <summary>The command line.</summary>
internal sealed record RunOptions
{
    public const string Usage = """
        Trains a tokenizer and a small language model on a text, exports it as ONNX, and continues a few beginnings with both.
          --data FILE      any text in UTF-8                         made-up text
          --minutes N      time to train, resumes included           0.75
          --steps N        optimizer steps at most                   no limit
          --vocabulary N   tokens                                    1024
          --width N        width of the model                        192
          --layers N       layers of the model                       4
          --precision NAME float32 or bfloat16, which is quicker     float32
                           where the processor computes in it
          --seed N         seed of text, weights and order           0
          --out FOLDER     where all of it is kept                   artifacts-run/train-language-model
        Stop it with Ctrl+C and run it again: it goes on exactly where it stood. Exit code 0: trained, and both continue alike;
        1: they do not; 2: it could not run; 3: stopped.
        """;

    public string? Data { get; private init; }

    public double Minutes { get; private init; } = 0.75;

    public long? Steps { get; private init; }

    public int Vocabulary { get; private init; } = 1024;

    public int Width { get; private init; } = 192;

    public int Layers { get; private init; } = 4;

    public TrainingPrecision Precision { get; private init; }

    public int Seed { get; private init; }

    public string Out { get; private init; } = Path.Combine("artifacts-run", "train-language-model");

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
                "--data" => options with { Data = File.Exists(value) ? value : throw new UsageException($"There is no file '{value}'.") },
                "--minutes" => options with { Minutes = Minute(value) },
                "--steps" => options with { Steps = Whole(name, value, 1) },
                "--vocabulary" => options with { Vocabulary = Whole(name, value, 257) },
                "--width" => options with { Width = Whole(name, value, 32) },
                "--layers" => options with { Layers = Whole(name, value, 1) },
                "--precision" => options with { Precision = value switch { "float32" => TrainingPrecision.Float32, "bfloat16" => TrainingPrecision.BFloat16, _ => throw new UsageException($"--precision is float32 or bfloat16, not '{value}'.") } },
                "--seed" => options with { Seed = Whole(name, value, 0) },
                "--out" => options with { Out = value },
                _ => throw new UsageException($"There is no option {name}."),
            };
        }

        return options.Width % 32 == 0 ? options : throw new UsageException($"--width is a multiple of 32, the width of a head; it is {options.Width}.");
    }

    private static double Minute(string value) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double minutes) && minutes is > 0 and < 100_000
        ? minutes
        : throw new UsageException($"--minutes is a number above 0, not '{value}'.");

    private static int Whole(string name, string value, int least) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least
        ? number
        : throw new UsageException($"{name} is a whole number of at least {least}, not '{value}'.");
}
