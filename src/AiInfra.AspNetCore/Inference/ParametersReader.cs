using System.Globalization;
using System.Text.Json;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;

namespace AiInfra.AspNetCore.Inference;

/// <summary>Reads the objects named "parameters". Those that are not known here are let pass, as the protocol says.</summary>
internal static class ParametersReader
{
    /// <summary>Parameters of a request: timeout (µs), priority, sequence_id and binary_data_output.</summary>
    public static void Request(ref Utf8JsonReader json, InferRequest request)
    {
        Start(ref json);
        while (Next(ref json))
        {
            if (json.ValueTextEquals("timeout"u8))
            {
                long micros = Whole(ref json, "timeout");
                if (micros > 0)
                {
                    request.Options = Of(request) with { Timeout = TimeSpan.FromTicks(Math.Min(micros, TimeSpan.MaxValue.Ticks / 100) * TimeSpan.TicksPerMicrosecond) };
                }
            }
            else if (json.ValueTextEquals("priority"u8))
            {
                request.Options = Of(request) with { Priority = Whole(ref json, "priority") switch { 0 or 2 => BatchPriority.Normal, 1 => BatchPriority.High, _ => BatchPriority.Low } };
            }
            else if (json.ValueTextEquals("sequence_id"u8))
            {
                json.Read();
                string key = json.TokenType == JsonTokenType.String ? Text(ref json) : Current(ref json, "sequence_id").ToString(CultureInfo.InvariantCulture);

                // Zero and the empty text mean that there is no sequence.
                request.Options = Of(request) with { Key = key is "" or "0" ? null : key };
            }
            else if (json.ValueTextEquals("binary_data_output"u8))
            {
                request.BinaryOutputs = Flag(ref json, "binary_data_output");
            }
            else
            {
                json.Skip();
            }
        }
    }

    /// <summary>Parameters of an input: binary_data_size, or -1 without it.</summary>
    public static long BinarySize(ref Utf8JsonReader json)
    {
        Start(ref json);
        long size = -1;
        while (Next(ref json))
        {
            if (json.ValueTextEquals("binary_data_size"u8))
            {
                size = Whole(ref json, "binary_data_size");
            }
            else if (json.ValueTextEquals("shared_memory_region"u8))
            {
                throw new ProtocolException(501, "Shared memory is not supported here. Send the tensor as 'data' or as bytes behind the JSON (binary_data_size).");
            }
            else
            {
                json.Skip();
            }
        }

        return size;
    }

    /// <summary>Parameters of an output: binary_data and classification.</summary>
    public static (bool? Binary, int TopClasses) Output(ref Utf8JsonReader json)
    {
        Start(ref json);
        bool? binary = null;
        long classes = 0;
        while (Next(ref json))
        {
            if (json.ValueTextEquals("binary_data"u8))
            {
                binary = Flag(ref json, "binary_data");
            }
            else if (json.ValueTextEquals("classification"u8))
            {
                classes = Whole(ref json, "classification");
            }
            else if (json.ValueTextEquals("shared_memory_region"u8))
            {
                throw new ProtocolException(501, "Shared memory is not supported here. Leave 'shared_memory_region' out and the output comes with the answer.");
            }
            else
            {
                json.Skip();
            }
        }

        return (binary, (int)Math.Min(classes, int.MaxValue));
    }

    /// <summary>Moves to the next member of an object; false at its end.</summary>
    public static bool Next(ref Utf8JsonReader json)
    {
        json.Read();
        CheckEscapes(ref json);
        return json.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>Refuses escapes that are no text, over which comparing would stumble.</summary>
    public static void CheckEscapes(ref Utf8JsonReader json)
    {
        if (json.ValueIsEscaped)
        {
            _ = Text(ref json);
        }
    }

    /// <summary>The text of a string token.</summary>
    /// <exception cref="ProtocolException">The text is not valid UTF-8 or holds half a surrogate pair.</exception>
    public static string Text(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw ProtocolException.BadRequest("A string of the body is not valid UTF-8 or UTF-16.", e);
        }
    }

    private static PredictOptions Of(InferRequest request) => request.Options ?? new PredictOptions();

    private static void Start(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw ProtocolException.BadRequest("Expected an object as 'parameters'.");
        }
    }

    private static long Whole(ref Utf8JsonReader json, string name)
    {
        json.Read();
        return Current(ref json, name);
    }

    private static long Current(ref Utf8JsonReader json, string name) => json.TokenType == JsonTokenType.Number && json.TryGetInt64(out long value) && value >= 0
        ? value
        : throw ProtocolException.BadRequest($"Expected a whole number from 0 on as parameter '{name}'.");

    private static bool Flag(ref Utf8JsonReader json, string name)
    {
        json.Read();
        return json.TokenType is JsonTokenType.True or JsonTokenType.False
            ? json.GetBoolean()
            : throw ProtocolException.BadRequest($"Expected true or false as parameter '{name}'.");
    }
}
