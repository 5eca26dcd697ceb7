using System.Text.Json;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Protocol;

/// <summary>Reads the members of a request. What comes twice is refused, for nobody says which holds.</summary>
internal ref struct RequestReader
{
    private readonly ModelSignature? _signature;
    private readonly ReadOnlySpan<byte> _whole;
    private Utf8JsonReader _json;
    private ReadOnlySpan<byte> _binary;

    public RequestReader(ReadOnlySpan<byte> json, ReadOnlySpan<byte> binary, ModelSignature? signature)
    {
        _json = new Utf8JsonReader(json);
        _whole = json;
        _binary = binary;
        _signature = signature;
    }

    public InferenceRequest Read()
    {
        var request = new InferenceRequest();
        bool hasInputs = false, hasOutputs = false;
        Expect(_json.Read() && _json.TokenType == JsonTokenType.StartObject, "the body", "an object");
        while (JsonText.Next(ref _json))
        {
            if (_json.ValueTextEquals("inputs"u8))
            {
                Expect(!hasInputs, "'inputs'", "them once");
                request.Inputs = ReadInputs();
                hasInputs = true;
            }
            else if (_json.ValueTextEquals("id"u8))
            {
                _json.Read();
                Expect(_json.TokenType is JsonTokenType.String or JsonTokenType.Null, "'id'", "a string");
                request.Id = _json.TokenType == JsonTokenType.Null ? null : JsonText.Of(ref _json);
            }
            else if (_json.ValueTextEquals("outputs"u8))
            {
                Expect(!hasOutputs, "'outputs'", "them once");
                request.Outputs = ReadOutputs();
                hasOutputs = true;
            }
            else if (_json.ValueTextEquals("parameters"u8))
            {
                _json.Read();
                ParametersReader.Request(ref _json, request);
            }
            else
            {
                _json.Skip();
            }
        }

        int more = _whole[(int)_json.BytesConsumed..].Trim(" \t\r\n"u8).Length;
        if (more > 0)
        {
            throw new ProtocolException($"Expected nothing behind the JSON object, came {more} bytes. Where bytes of tensors follow it, the header Inference-Header-Content-Length says how many bytes are JSON.");
        }

        Expect(hasInputs && request.Inputs.Count > 0, "'inputs'", "an array of at least one tensor");
        Expect(_binary.IsEmpty, "the body", "no bytes behind the JSON beyond those the inputs' binary_data_size say");
        return request;
    }

    private NamedTensor[] ReadInputs()
    {
        _json.Read();
        Expect(_json.TokenType == JsonTokenType.StartArray, "'inputs'", "an array");
        var inputs = new List<NamedTensor>(_signature?.Inputs.Count ?? 4);
        while (NextElement("'inputs'"))
        {
            var input = new InputReader(inputs.Count, _whole.Length, _signature);
            inputs.Add(input.Read(ref _json, ref _binary));
        }

        return [.. inputs];
    }

    private RequestedOutput[]? ReadOutputs()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        Expect(_json.TokenType == JsonTokenType.StartArray, "'outputs'", "an array");
        var outputs = new List<RequestedOutput>();
        while (NextElement("'outputs'"))
        {
            string? name = null;
            bool? binary = null;
            int classes = 0;
            while (JsonText.Next(ref _json))
            {
                if (_json.ValueTextEquals("name"u8))
                {
                    _json.Read();
                    Expect(_json.TokenType == JsonTokenType.String, "'name' of an output", "a string");
                    name = JsonText.Of(ref _json);
                }
                else if (_json.ValueTextEquals("parameters"u8))
                {
                    _json.Read();
                    (binary, classes) = ParametersReader.Output(ref _json);
                }
                else
                {
                    _json.Skip();
                }
            }

            Expect(name is not null, "an element of 'outputs'", "a 'name'");
            Expect(!outputs.Exists(o => o.Name == name), "'outputs'", "each name once");
            outputs.Add(new RequestedOutput(name!, binary, classes));
        }

        // An empty list asks for nothing in particular, as Triton and its clients have it: all outputs.
        return outputs.Count == 0 ? null : [.. outputs];
    }

    private bool NextElement(string where)
    {
        _json.Read();
        Expect(_json.TokenType is JsonTokenType.StartObject or JsonTokenType.EndArray, where, "an array of objects");
        return _json.TokenType == JsonTokenType.StartObject;
    }

    private static void Expect(bool holds, string where, string expected)
    {
        if (!holds)
        {
            throw new ProtocolException($"Expected {expected} ({where}).");
        }
    }
}
