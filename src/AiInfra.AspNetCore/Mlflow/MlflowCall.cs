using System.Globalization;
using System.Text.Json;
using AiInfra.AspNetCore.Errors;
using Microsoft.AspNetCore.Http;

namespace AiInfra.AspNetCore.Mlflow;

/// <summary>One call: its fields, from the body or, of a GET, from the query; and its answer.</summary>
internal sealed class MlflowCall : IDisposable
{
    private const int MostBytes = 16 << 20;
    private readonly JsonDocument? _body;

    private MlflowCall(HttpContext context, string actor, JsonDocument? body) => (Context, Actor, _body) = (context, actor, body);

    public HttpContext Context { get; }

    /// <summary>Who changes something.</summary>
    public string Actor { get; }

    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>Reads the fields.</summary>
    public static async Task<MlflowCall> ReadAsync(HttpContext context, string actor, bool hasFile = false)
    {
        if (hasFile || HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        {
            return new MlflowCall(context, actor, null);
        }

        using var body = new MemoryStream();
        byte[] buffer = new byte[16384];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false)) > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > MostBytes)
            {
                throw new MlflowAnswerException("BAD_REQUEST", $"The body has more than {MostBytes} bytes; log in smaller batches.");
            }
        }

        if (body.Length == 0)
        {
            return new MlflowCall(context, actor, null);
        }

        try
        {
            JsonDocument json = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return new MlflowCall(context, actor, json);
            }

            json.Dispose();
            throw new MlflowAnswerException("BAD_REQUEST", "The body is JSON but no object.");
        }
        catch (JsonException e)
        {
            throw new MlflowAnswerException("BAD_REQUEST", $"The body is no JSON: {e.Message}", e);
        }
    }

    public void Dispose() => _body?.Dispose();

    /// <summary>A text; null where it is absent or null.</summary>
    public string? Text(string name)
    {
        if (Context.Request.RouteValues.TryGetValue(name, out object? routed) && routed is string part)
        {
            return part;
        }

        if (_body is null)
        {
            return Context.Request.Query.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;
        }

        return Field(name) is { } field ? Text(field, name) : null;
    }

    public string Required(string name) => Text(name) is { Length: > 0 } text ? text : throw MlflowAnswerException.Invalid($"Missing value for required parameter '{name}'.");

    public IReadOnlyList<string> Texts(string name) => _body is null
        ? [.. Context.Request.Query.TryGetValue(name, out var values) ? values.OfType<string>() : []]
        : [.. Items(name).Select(i => Text(i, name))];

    public long? Whole(string name)
    {
        if (_body is not null)
        {
            return Field(name) is { } field ? Whole(field, name) : null;
        }

        return Text(name) is not { Length: > 0 } text ? null
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number
            : throw MlflowAnswerException.Invalid($"Expected a whole number for '{name}', got '{text}'.");
    }

    /// <summary>How many are asked for.</summary>
    public int Count(string name, int usual, int most)
    {
        long count = Whole(name) ?? usual;
        return count >= 1 && count <= most ? (int)count : throw MlflowAnswerException.Invalid($"Invalid value for parameter '{name}': expected 1 to {most}, got {count}.");
    }

    public bool Flag(string name) => _body is null ? string.Equals(Text(name), "true", StringComparison.OrdinalIgnoreCase) : Field(name)?.ValueKind == JsonValueKind.True;

    /// <summary>The objects of a list; none where it is absent.</summary>
    public IEnumerable<JsonElement> Items(string name) => Field(name) is not { } field ? []
        : field.ValueKind == JsonValueKind.Array ? field.EnumerateArray()
        : throw MlflowAnswerException.Invalid($"Expected a list for '{name}', got {field.GetRawText()}.");

    public bool Has(string name) => _body is null ? Context.Request.Query.ContainsKey(name) : Field(name) is not null;

    public JsonElement? Root => _body?.RootElement;

    /// <summary>Pairs of a list of <c>{key, value}</c>.</summary>
    public Dictionary<string, string> Pairs(string name)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonElement item in Items(name))
        {
            pairs[Member(item, "key", name) ?? throw MlflowAnswerException.Invalid($"Missing value for required parameter 'key' in '{name}'.")] = Member(item, "value", name) ?? "";
        }

        return pairs;
    }

    /// <summary>A text of an object; null where it is absent.</summary>
    public static string? Member(JsonElement item, string member, string name) => item.ValueKind != JsonValueKind.Object
        ? throw MlflowAnswerException.Invalid($"Expected objects in '{name}', got {item.GetRawText()}.")
        : item.TryGetProperty(member, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? Text(value, $"{name}.{member}") : null;

    /// <summary>An int64, as a number or as a text.</summary>
    public static long Whole(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double real) && real == Math.Floor(real) && Math.Abs(real) < 9.2e18 ? (long)real
        : value.ValueKind == JsonValueKind.String && long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) ? number
        : throw MlflowAnswerException.Invalid($"Expected a whole number for '{name}', got {value.GetRawText()}.");

    /// <summary>A double, as a number, or as "NaN", "Infinity", "-Infinity".</summary>
    public static double Real(JsonElement value, string name)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            return value.GetDouble();
        }

        string? text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return text switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : throw MlflowAnswerException.Invalid($"Expected a number for '{name}', got {value.GetRawText()}."),
        };
    }

    /// <summary>Answers 200 with an object.</summary>
    public Task AnswerAsync(Action<Utf8JsonWriter>? members = null) => JsonAnswer.SendAsync(Context, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        members?.Invoke(json);
        json.WriteEndObject();
    });

    private static string Text(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw MlflowAnswerException.Invalid($"Expected a text for '{name}', got {value.GetRawText()}."),
    };

    private JsonElement? Field(string name) => _body is not null && _body.RootElement.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
