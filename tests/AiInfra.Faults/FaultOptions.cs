using System.Globalization;

namespace AiInfra.Faults;

/// <summary>The command line.</summary>
internal sealed record FaultOptions
{
    private const string Usage = "Usage: [--kills N] [--seed S] [--scenario NAME]…";

    public int Kills { get; private init; } = 200;

    public int Seed { get; private init; } = 1;

    public IReadOnlyList<string> Scenarios { get; private init; } = [];

    /// <summary>Set in a child: the scenario to work on.</summary>
    public string? Work { get; private init; }

    /// <summary>Set in a child: where.</summary>
    public string? Folder { get; private init; }

    public static FaultOptions Parse(string[] args)
    {
        var options = new FaultOptions();
        for (int i = 0; i < args.Length; i += 2)
        {
            string value = i + 1 < args.Length ? args[i + 1] : throw new ArgumentException($"{args[i]} needs a value. {Usage}");
            options = args[i] switch
            {
                "--kills" => options with { Kills = int.Parse(value, CultureInfo.InvariantCulture) },
                "--seed" => options with { Seed = int.Parse(value, CultureInfo.InvariantCulture) },
                "--scenario" => options with { Scenarios = [.. options.Scenarios, FaultScenarios.Create(value).Name] },
                "--work" => options with { Work = value },
                "--folder" => options with { Folder = value },
                _ => throw new ArgumentException($"Unknown option {args[i]}. {Usage}"),
            };
        }

        return options;
    }
}
