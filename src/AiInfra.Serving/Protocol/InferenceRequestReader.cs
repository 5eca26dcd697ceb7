using System.Text.Json;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Protocol;

/// <summary>Reads the body of a request for inference: JSON in any order of its members, tensors straight into their arrays, and the bytes behind the JSON where the binary tensor extension is used.</summary>
public static class InferenceRequestReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body, decompressed.</param>
    /// <param name="jsonLength">How many bytes of it are JSON, as the header Inference-Header-Content-Length says; 0 for a body that is nothing but the bytes of the model's one input. Null without the header: all of it is JSON.</param>
    /// <param name="signature">What the model takes. It saves the making of its names, and says what raw bytes are; null while no model is loaded.</param>
    /// <exception cref="ProtocolException">The body breaks the protocol.</exception>
    /// <exception cref="InferenceRequestException">A tensor is not possible.</exception>
    public static InferenceRequest Read(ReadOnlySpan<byte> body, int? jsonLength = null, ModelSignature? signature = null)
    {
        if (jsonLength is not int length)
        {
            return ReadJson(body.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body, [], signature);
        }

        if (length < 0 || length > body.Length)
        {
            throw new ProtocolException($"Expected a number from 0 to the body's {body.Length} bytes as the length of its JSON (Inference-Header-Content-Length), came {length}.");
        }

        return length == 0 ? RawRequest.Read(body, signature) : ReadJson(body[..length], body[length..], signature);
    }

    private static InferenceRequest ReadJson(ReadOnlySpan<byte> json, ReadOnlySpan<byte> binary, ModelSignature? signature)
    {
        try
        {
            var reader = new RequestReader(json, binary, signature);
            return reader.Read();
        }
        catch (JsonException e)
        {
            throw new ProtocolException($"The body is not valid JSON: {e.Message}{Hint(json, e)}", e);
        }
    }

    /// <summary>Python writes NaN and Infinity where JSON has no word for them.</summary>
    private static string Hint(ReadOnlySpan<byte> json, JsonException e)
    {
        int line = 0;
        for (long skip = e.LineNumber ?? 0; skip > 0; skip--)
        {
            line += json[line..].IndexOf((byte)'\n') + 1;
        }

        ReadOnlySpan<byte> there = json[(int)Math.Min(json.Length, line + (e.BytePositionInLine ?? 0))..];
        return there.StartsWith("N"u8) || there.StartsWith("I"u8) || there.StartsWith("-I"u8) ? " JSON has no NaN and no Infinity: a missing number is null, an infinite one 1e999." : "";
    }
}
