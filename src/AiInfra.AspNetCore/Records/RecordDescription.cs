using System.Text.Json.Nodes;
using AiInfra.AspNetCore.Errors;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using Microsoft.AspNetCore.Http;

namespace AiInfra.AspNetCore.Records;

/// <summary><c>GET predict/openapi.json</c>: what the deployments take and give now, as OpenAPI 3.1. Made from the champions' signatures, so it follows a promotion.</summary>
internal sealed class RecordDescription(IDeployments deployments, PredictEndpoint predict)
{
    public Task HandleAsync(HttpContext context)
    {
        string self = context.Request.Path.Value ?? "";
        string root = context.Request.PathBase + self[..self.LastIndexOf('/')];
        var paths = new JsonObject();
        foreach (Deployment deployment in deployments.All)
        {
            if (deployment.Signature is { HasFixedRows: true })
            {
                paths[$"{root}/{Uri.EscapeDataString(deployment.Name)}"] = new JsonObject { ["post"] = Operation(deployment.Name, predict.Fields(deployment)) };
            }
        }

        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Predictions", ["version"] = "1" },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = new JsonObject
                {
                    ["Problem"] = Object(("title", Typed("string")), ("status", Typed("integer")), ("detail", Typed("string"))),
                },
            },
        };
        return JsonAnswer.SendAsync(context, StatusCodes.Status200OK, json => document.WriteTo(json));
    }

    private static JsonObject Operation(string name, RecordFields fields) => new()
    {
        ["operationId"] = $"predict_{name}",
        ["summary"] = $"Asks deployment '{name}'",
        ["parameters"] = new JsonArray(
            Query("id", "string", "Id of the prediction; feedback refers to it"),
            Query("key", "string", "Requests of one key stay with one version during a canary"),
            Query("version", "integer", "Only this version may answer")),
        ["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content("application/json", OneOrMany(() => Input(fields))) },
        ["responses"] = new JsonObject
        {
            ["200"] = new JsonObject { ["description"] = "The answer, or the answers in the order of the records", ["content"] = Content("application/json", OneOrMany(() => Output(fields.Signature))) },
            ["400"] = Failure("The record does not fit the model"),
            ["503"] = Failure("No champion yet, or too many requests wait"),
        },
    };

    private static JsonObject Query(string name, string type, string description) =>
        new() { ["name"] = name, ["in"] = "query", ["description"] = description, ["schema"] = Typed(type) };

    private static JsonObject Content(string type, JsonObject schema) => new() { [type] = new JsonObject { ["schema"] = schema } };

    private static JsonObject Failure(string description) =>
        new() { ["description"] = description, ["content"] = Content("application/problem+json", new JsonObject { ["$ref"] = "#/components/schemas/Problem" }) };

    private static JsonObject OneOrMany(Func<JsonObject> one) => new() { ["oneOf"] = new JsonArray(one(), Array(one())) };

    private static JsonObject Array(JsonObject items, int? length = null)
    {
        var array = new JsonObject { ["type"] = "array", ["items"] = items };
        if (length is int fixedLength)
        {
            array["minItems"] = fixedLength;
            array["maxItems"] = fixedLength;
        }

        return array;
    }

    private static JsonObject Input(RecordFields fields)
    {
        var properties = new List<(string, JsonObject)>();
        int at = 0;
        foreach (TensorSpec input in fields.Signature.Inputs)
        {
            int width = (int)input.RowWidth;

            // A vector whose elements have no names of their own is an array under the input's name.
            if (width > 1 && fields.All[at].Name == $"{input.Name}[0]")
            {
                properties.Add((input.Name, Array(Typed(input.Type), width)));
            }
            else
            {
                properties.AddRange(fields.All.Skip(at).Take(width).Select(f => (f.Name, Typed(f.Type))));
            }

            at += width;
        }

        return Object([.. properties]);
    }

    private static JsonObject Output(ModelSignature signature) => Object(
        ("id", Typed("string")),
        ("version", Typed("integer")),
        ("outputs", new JsonObject { ["type"] = "object", ["description"] = $"By name: {string.Join(", ", signature.Outputs.Select(o => o.ToString()))}" }));

    /// <summary>An object that has all of these properties.</summary>
    private static JsonObject Object(params (string Name, JsonObject Schema)[] properties) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(properties.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Schema))),
        ["required"] = new JsonArray([.. properties.Select(p => (JsonNode?)p.Name)]),
    };

    private static JsonObject Typed(string type) => new() { ["type"] = type };

    private static JsonObject Typed(TensorType type) => new()
    {
        ["type"] = FieldRule.Of(type).JsonTypes is [var only] ? only : new JsonArray([.. FieldRule.Of(type).JsonTypes.Select(t => (JsonNode?)t)]),
    };
}
