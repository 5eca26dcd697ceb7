using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace AiInfra.Conformance;

/// <summary>Whether an answer agrees with the expected JSON: 1e-9 relative (p-values below 1e-8: 1e-6), beside zero 1e-12; scores of texts to 1e-9 on their own scale.</summary>
internal static class Agreement
{
    /// <summary>The first disagreement in words, or null.</summary>
    public static string? Difference(object? answer, JsonElement expected, bool isText, string path = "")
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                return answer is IReadOnlyDictionary<string, object> members
                    ? expected.EnumerateObject().Select(p => members.TryGetValue(p.Name, out object? member)
                        ? Difference(member, p.Value, isText, $"{path}.{p.Name}")
                        : $"{path}.{p.Name} is not answered").FirstOrDefault(d => d is not null)
                    : $"{path}: an object is expected, {answer?.GetType().Name} was answered";
            case JsonValueKind.Array:
                return answer is IEnumerable items and not string ? Elements([.. items.Cast<object?>()], expected, isText, path) : $"{path}: a list is expected, {answer} was answered";
            case JsonValueKind.True or JsonValueKind.False:
                return answer is bool flag && flag == expected.GetBoolean() ? null : $"{path}: {expected} is expected, {answer} was answered";
            case JsonValueKind.String when !IsNumber(expected.GetString()!):
                return answer as string == expected.GetString() ? null : $"{path}: '{expected}' is expected, '{answer}' was answered";
            default:
                double wanted = expected.ValueKind switch { JsonValueKind.Number => expected.GetDouble(), JsonValueKind.Null => double.NaN, _ => Parse(expected.GetString()!) };
                if (answer is not IConvertible || answer is string)
                {
                    return $"{path}: {expected} is expected, {answer?.GetType().Name ?? "nothing"} was answered";
                }

                double found = Convert.ToDouble(answer, CultureInfo.InvariantCulture);
                return Agrees(found, wanted, isText, path) ? null : string.Create(CultureInfo.InvariantCulture, $"{path}: {wanted:R} is expected, {found:R} was answered");
        }
    }

    private static string? Elements(object?[] items, JsonElement expected, bool isText, string path)
    {
        int length = expected.GetArrayLength();
        return items.Length != length
            ? $"{path}: {length} elements are expected, {items.Length} were answered"
            : expected.EnumerateArray().Select((e, i) => Difference(items[i], e, isText, $"{path}[{i}]")).FirstOrDefault(d => d is not null);
    }

    private static bool Agrees(double found, double wanted, bool isText, string path)
    {
        if (double.IsNaN(wanted) || double.IsNaN(found) || double.IsInfinity(wanted) || double.IsInfinity(found))
        {
            return wanted.Equals(found);
        }

        double gap = Math.Abs(found - wanted), size = Math.Max(Math.Abs(found), Math.Abs(wanted));
        if (isText)
        {
            return gap <= 1e-9;
        }

        bool tinyP = path.Contains("pValue", StringComparison.OrdinalIgnoreCase) && Math.Abs(wanted) < 1e-8;
        return tinyP ? gap <= 1e-6 * size : gap <= (1e-9 * size) + 1e-12;
    }

    private static bool IsNumber(string text) => text is "NaN" or "Infinity" or "-Infinity";

    private static double Parse(string text) => text switch { "NaN" => double.NaN, "Infinity" => double.PositiveInfinity, _ => double.NegativeInfinity };
}
