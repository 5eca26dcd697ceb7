using System.Globalization;
using System.Text;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Observability.Predictions;
using AiInfra.Sqlite;

namespace AiInfra.Faults.Scenarios;

/// <summary>A stream of predictions is logged, some answered by a shadow too, and labels come late, early or never. What a flush acknowledged must be there after a kill.</summary>
internal sealed class PredictionLogScenario : IFaultScenario
{
    private const int Requests = 2400;
    private const int FlushEvery = 60;
    private const int Delay = 150;
    private static readonly RowSchema s_inputs = new([new Column("x", ValueKind.Number), new Column("site", ValueKind.Text)]);
    private static readonly RowSchema s_outputs = new([new Column("label", ValueKind.Text)]);

    public string Name => "prediction-log";

    public async Task WorkAsync(string folder, int seed)
    {
        using AiInfraStore store = AiInfraStore.Open(Path.Combine(folder, "store"));
        var hub = new SignalHub();
        var logger = new PredictionLogger(store.Catalog.Predictions, new PredictionLogOptions { BatchSize = 32 });
        await using (logger)
        {
            using IDisposable listening = hub.Subscribe(logger);
            for (int i = Acknowledged(folder); i < Requests + Delay;)
            {
                for (int end = Math.Min(i + FlushEvery, Requests + Delay); i < end; i++)
                {
                    Publish(hub, seed, i);
                }

                await logger.FlushAsync();
                Acknowledge(folder, i);
            }
        }
    }

    public async Task<IReadOnlyList<string>> CheckAsync(string folder, int seed)
    {
        using AiInfraStore store = AiInfraStore.Open(Path.Combine(folder, "store"));
        List<string> problems = await StoreInvariants.FindAsync(store);
        int acknowledged = Acknowledged(folder);
        RowPrediction[] sent = [.. Enumerable.Range(0, Requests).SelectMany(i => Predictions(seed, i))];
        LoggedSignal[] logged = [.. await store.Catalog.Predictions.ReadAsync(new PredictionQuery()).ToListAsync()];
        int promised = Enumerable.Range(0, Math.Min(acknowledged, Requests)).Sum(i => Predictions(seed, i).Count());
        if (logged.Length < promised)
        {
            problems.Add($"{promised} predictions were acknowledged, {logged.Length} are there.");
        }

        for (int n = 0; n < logged.Length; n++)
        {
            string expected = Text(sent[n]), found = Text(logged[n].Row!);
            if (expected != found)
            {
                problems.Add($"Row {n} is '{found}', '{expected}' was sent.");
                break;
            }
        }

        int labelled = 0;
        foreach (LoggedSignal row in logged)
        {
            (int request, string? label) = Truth(seed, row.Signal.Of ?? row.Signal.Id);
            labelled += row.Feedback is null ? 0 : 1;
            if (row.Feedback is { } feedback ? feedback.Label.AsText() != label : label is not null && LabelledAt(request) < acknowledged)
            {
                problems.Add($"The label of {row.Signal.Id} is '{row.Feedback?.Label}', not '{label}'; {acknowledged} requests were acknowledged.");
                break;
            }
        }

        int known = await store.Catalog.Predictions.ReadAsync(new PredictionQuery { Labelled = true }).CountAsync();
        int open = await store.Catalog.Predictions.ReadAsync(new PredictionQuery { Labelled = false }).CountAsync();
        if ((known, known + open) != (labelled, logged.Length))
        {
            problems.Add($"{known} labelled and {open} open predictions are counted, {labelled} of {logged.Length} are there.");
        }

        return problems;
    }

    public async Task<string> DescribeAsync(string folder, int seed)
    {
        using AiInfraStore store = AiInfraStore.Open(Path.Combine(folder, "store"));
        var text = new StringBuilder();
        await foreach (LoggedSignal row in store.Catalog.Predictions.ReadAsync(new PredictionQuery()))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{Text(row.Row!)} -> {row.Feedback?.Label}");
        }

        return text.ToString();
    }

    private static void Publish(SignalHub hub, int seed, int i)
    {
        if (i < Requests)
        {
            foreach (RowPrediction prediction in Predictions(seed, i))
            {
                hub.Publish(prediction);
            }

            if (i % 11 == 0)
            {
                Label(hub, seed, i);
            }
        }

        if (i >= Delay && (i - Delay) % 11 != 0)
        {
            Label(hub, seed, i - Delay);
        }
    }

    private static void Label(SignalHub hub, int seed, int request)
    {
        if (Truth(seed, $"p{request}").Label is { } label)
        {
            hub.Publish(new Feedback($"p{request}", label, DateTimeOffset.UnixEpoch.AddMinutes(request + Delay)));
        }
    }

    // Every eleventh label comes at once, the others late; every seventh request is never labelled.
    private static int LabelledAt(int request) => request % 11 == 0 ? request : request + Delay;

    private static (int Request, string? Label) Truth(int seed, string id)
    {
        int request = int.Parse(id.AsSpan(1), CultureInfo.InvariantCulture);
        return (request, request % 7 == 0 ? null : (seed + request) % 3 == 0 ? "up" : "down");
    }

    private static IEnumerable<RowPrediction> Predictions(int seed, int i)
    {
        var random = new Random(unchecked((seed * 7919) + i));
        var answer = new RowPrediction
        {
            Id = $"p{i}",
            Deployment = "price-up",
            Model = "price-up",
            Version = 1,
            Role = PredictionRole.Champion,
            At = DateTimeOffset.UnixEpoch.AddMinutes(i),
            Inputs = new Row(s_inputs, [random.NextDouble(), new string('s', random.Next(1, 400))]),
            Outputs = new Row(s_outputs, [random.Next(2) == 0 ? "up" : "down"]),
        };
        yield return answer;
        if (i % 5 == 0)
        {
            yield return answer with { Id = $"p{i}/shadow-2", Version = 2, Role = PredictionRole.Shadow, Of = answer.Id };
        }
    }

    private static string Text(RowPrediction p) => $"{p.Id} {p.Of} {p.Version} {p.Role} {p.At:O} {p.Inputs} {p.Outputs}";

    // What a caller would take for safe. A kill can cut the last line; then it does not count.
    private static void Acknowledge(string folder, int requests) => File.AppendAllText(Path.Combine(folder, "acknowledged"), $"{requests}\n");

    private static int Acknowledged(string folder)
    {
        string path = Path.Combine(folder, "acknowledged");
        string text = File.Exists(path) ? File.ReadAllText(path) : "";
        string[] lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length == 0 ? 0 : int.Parse(lines[^1], CultureInfo.InvariantCulture);
    }
}
