using System.Text.Json;

namespace AiInfra.Conformance;

/// <summary>Replays reference files and counts what agrees.</summary>
internal sealed class Replay(TextWriter output)
{
    private readonly IReadOnlyDictionary<string, Func<ReferenceCase, object>> _calls = Calls.All();
    private readonly SortedDictionary<string, int> _unknown = new(StringComparer.Ordinal);
    private int _passed;
    private int _failed;

    public int Run(IEnumerable<string> places)
    {
        foreach (string place in places)
        {
            string[] files = File.Exists(place) ? [place] : Directory.Exists(place) ? [.. Directory.EnumerateFiles(place, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];
            if (files.Length == 0)
            {
                Fail($"{place}: no JSON file is there");
            }

            foreach (string file in files)
            {
                ReplayFile(file);
            }
        }

        foreach ((string metric, int count) in _unknown)
        {
            output.WriteLine($"FAILED {metric}: {count} cases, no call is known for this metric");
        }

        output.WriteLine($"{_passed} passed, {_failed} failed");
        return _failed > 0 || _passed == 0 ? 1 : 0;
    }

    private void ReplayFile(string file)
    {
        int passed = _passed, failed = _failed;
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Array || !root.EnumerateArray().Any(c => c.ValueKind == JsonValueKind.Object && c.TryGetProperty("metric", out _)))
            {
                output.WriteLine($"{Path.GetFileName(file)}: not a file of cases, left out");
                return;
            }

            foreach (JsonElement element in root.EnumerateArray())
            {
                if (CaseOf(element) is { } reference)
                {
                    ReplayCase(file, reference);
                }
                else
                {
                    Fail($"{Path.GetFileName(file)}: a case without metric, inputs or expected: {element.GetRawText()[..Math.Min(80, element.GetRawText().Length)]}");
                }
            }
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            Fail($"{file}: {e.Message}");
        }

        output.WriteLine($"{Path.GetFileName(file)}: {_passed - passed} passed, {_failed - failed} failed");
    }

    private static ReferenceCase? CaseOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("metric", out JsonElement metric) && element.TryGetProperty("inputs", out JsonElement inputs) && element.TryGetProperty("expected", out JsonElement expected)
            ? new(element.TryGetProperty("name", out JsonElement name) ? name.ToString() : "(unnamed)", metric.ToString(), inputs, element.TryGetProperty("params", out JsonElement parameters) ? parameters : default, expected)
            : null;

    private void ReplayCase(string file, ReferenceCase reference)
    {
        if (!_calls.TryGetValue(reference.Metric, out Func<ReferenceCase, object>? call))
        {
            _unknown[reference.Metric] = _unknown.GetValueOrDefault(reference.Metric) + 1;
            _failed++;
            return;
        }

        string? difference;
        try
        {
            difference = Agreement.Difference(call(reference), reference.Expected, TextCalls.IsOnItsOwnScale(reference.Metric));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            difference = $" {e.GetType().Name}: {e.Message}";
        }

        if (difference is null)
        {
            _passed++;
        }
        else
        {
            Fail($"{Path.GetFileName(file)} {reference.Name}{difference}");
        }
    }

    private void Fail(string what)
    {
        _failed++;
        output.WriteLine("FAILED " + what);
    }
}
