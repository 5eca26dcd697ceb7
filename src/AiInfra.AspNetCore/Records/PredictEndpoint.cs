using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AiInfra.AspNetCore.Errors;
using AiInfra.AspNetCore.Inference;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AiInfra.AspNetCore.Records;

/// <summary><c>POST predict/{deployment}</c>: a JSON object, or an array of them.</summary>
internal sealed class PredictEndpoint(IDeployments deployments, IOptions<RecordOptions> options, Refusal refusal)
{
    private readonly RecordOptions _options = options.Value;
    private readonly ConditionalWeakTable<ModelSignature, RecordFields> _fields = [];

    /// <summary>What a deployment takes now.</summary>
    /// <exception cref="ErrorAnswerException">It has no champion yet, or takes no records.</exception>
    public RecordFields Fields(Deployment deployment)
    {
        ModelSignature signature = deployment.Signature
            ?? throw new ErrorAnswerException(StatusCodes.Status503ServiceUnavailable, $"Deployment '{deployment.Name}' has no champion yet.");
        return _fields.GetValue(signature, s => new RecordFields(s));
    }

    /// <summary>Who is refused is refused before the body is read.</summary>
    public Task HandleAsync(HttpContext context)
    {
        Deployment deployment = InferTarget.Of(context, deployments).Deployment;
        PredictOptions asked = Asked(context.Request.Query);
        if (asked.Version is not null)
        {
            // A version that is not loaded is "not found", which trying again does not help.
            new InferTarget(deployment, asked.Version).Loaded();
        }

        return deployment.Refuses(asked.Version) ? refusal.AnswerAsync(context) : AnswerAsync(context, deployment, asked);
    }

    private async Task AnswerAsync(HttpContext context, Deployment deployment, PredictOptions asked)
    {
        (Row[] rows, bool many) = await ReadAsync(context, Fields(deployment)).ConfigureAwait(false);
        IReadOnlyList<RowPrediction> answers;
        try
        {
            answers = many
                ? await deployment.PredictManyAsync(rows, asked, context.RequestAborted).ConfigureAwait(false)
                : [await deployment.PredictAsync(rows[0], asked, context.RequestAborted).ConfigureAwait(false)];
        }
        catch (QueueFullException)
        {
            await refusal.AnswerAsync(context).ConfigureAwait(false);
            return;
        }

        await JsonAnswer.SendAsync(context, StatusCodes.Status200OK, json => Write(json, answers, many)).ConfigureAwait(false);
    }

    private static PredictOptions Asked(IQueryCollection query)
    {
        foreach (string name in query.Keys)
        {
            if (query[name].Count > 1)
            {
                throw ErrorAnswerException.BadRequest($"The query says '{name}' more than once.");
            }

            if (name is not ("id" or "key" or "version"))
            {
                throw ErrorAnswerException.BadRequest($"The query may say id, key and version, not '{name}'.");
            }
        }

        int? version = null;
        if (query.TryGetValue("version", out Microsoft.Extensions.Primitives.StringValues text))
        {
            version = int.TryParse(text.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? number
                : throw ErrorAnswerException.BadRequest($"'{text}' is not a version: versions are whole numbers, for example 1.");
        }

        return new PredictOptions { Id = NullIfEmpty(query["id"].ToString()), Key = NullIfEmpty(query["key"].ToString()), Version = version };
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private async Task<(Row[] Rows, bool Many)> ReadAsync(HttpContext context, RecordFields fields)
    {
        using RequestBody body = await RequestBody.ReadAsync(context, _options.MaxRequestBytes, $"{nameof(RecordOptions)}.{nameof(RecordOptions.MaxRequestBytes)}").ConfigureAwait(false);
        using var document = RecordJson.Parse(body.Bytes);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Array)
        {
            return ([fields.Read(root, "", _options)], false);
        }

        int count = root.GetArrayLength();
        if (count == 0 || count > _options.MaxRecords)
        {
            throw ErrorAnswerException.BadRequest($"Expected 1 to {_options.MaxRecords} records, came {count}.");
        }

        var rows = new Row[count];
        foreach ((int i, JsonElement record) in root.EnumerateArray().Index())
        {
            rows[i] = fields.Read(record, $"[{i}]", _options);
        }

        return (rows, true);
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<RowPrediction> answers, bool many)
    {
        if (many)
        {
            json.WriteStartArray();
        }

        foreach (RowPrediction answer in answers)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, answer.Id);
            json.WriteNumber("version"u8, answer.Version);
            json.WriteStartObject("outputs"u8);
            for (int i = 0; i < answer.Outputs.Schema.Count; i++)
            {
                json.WritePropertyName(answer.Outputs.Schema.Columns[i].Name);
                Write(json, answer.Outputs[i]);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        if (many)
        {
            json.WriteEndArray();
        }
    }

    private static void Write(Utf8JsonWriter json, Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Missing: json.WriteNullValue(); break;
            case ValueKind.Boolean: json.WriteBooleanValue(value.AsBoolean()); break;

            // All digits of a whole number beyond 2^53.
            case ValueKind.Number when value.IsBeyondDouble: json.WriteRawValue(value.AsText()!); break;
            case ValueKind.Number when double.IsFinite(value.AsNumber()): json.WriteNumberValue(value.AsNumber()); break;

            // JSON has no infinite numbers: as text, as protobuf's JSON writes them.
            default: json.WriteStringValue(value.AsText()); break;
        }
    }
}
