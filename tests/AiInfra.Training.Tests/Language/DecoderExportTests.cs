using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Language;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Language;

/// <summary>A decoder as an ONNX file with its keys and values.</summary>
public sealed class DecoderExportTests
{
    [Theory]
    [InlineData("rotary", 21)]
    [InlineData("learned", 21)]
    [InlineData("rotary", 17)]
    [InlineData("learned", 17)]
    public void Generate_ByTheFile_TakesTheTokensOfTheModel(string name, int opset)
    {
        using DecoderModel model = Decoders.Make(name);
        using OnnxDecoder file = OnnxDecoder.Open(model.ToOnnx(opset: opset));
        Assert.Equal((29, 24), (file.VocabularySize, file.Context));
        var options = new GenerationOptions { MaxNewTokens = 15 };
        long[][] prompts = [[5], [3, 1, 4, 1, 5], [.. Enumerable.Range(1, 9).Select(i => (long)i)]];
        foreach (long[] prompt in prompts)
        {
            Assert.Equal(model.Generate(prompt, options).Tokens, file.Generate(prompt, options).Tokens);
        }

        foreach (long[][] two in (long[][][])[[prompts[0], prompts[2]], [prompts[1], prompts[1]], prompts])
        {
            Assert.Equal(model.Generate(two, options).Select(t => t.Tokens), file.Generate(two, options).Select(t => t.Tokens));
        }
    }

    [Fact]
    public void ToOnnx_HasTheNamesAndOpenDimensionsOfHuggingFacesExports()
    {
        using DecoderModel model = Decoders.Make("rotary");
        OnnxModel file = model.ToOnnx();
        Assert.Equal(["input_ids", "attention_mask", "position_ids", "past_key_values.0.key", "past_key_values.0.value", "past_key_values.1.key", "past_key_values.1.value"], file.Graph.Inputs.Select(i => i.Name));
        Assert.Equal(["logits", "present.0.key", "present.0.value", "present.1.key", "present.1.value"], file.Graph.Outputs.Select(o => o.Name).Order(StringComparer.Ordinal));
        string Shape(IEnumerable<OnnxValueInfo> values, string name) => values.Single(v => v.Name == name).TensorType!.Shape!.ToString();
        Assert.Equal("[batch, total]", Shape(file.Graph.Inputs, "attention_mask"));
        Assert.Equal("[batch, 2, past, 8]", Shape(file.Graph.Inputs, "past_key_values.1.value"));
        Assert.Equal("[batch, time, 29]", Shape(file.Graph.Outputs, "logits"));
        Assert.Equal("[batch, 2, total, 8]", Shape(file.Graph.Outputs, "present.1.value"));

        // The table of tokens, which gives the scores too, is there once.
        Assert.Single(file.Graph.Initializers, t => t.Dims.SequenceEqual([29L, 16]));
        Assert.DoesNotContain(file.Graph.Initializers, t => t.Dims.SequenceEqual([16L, 29]));
    }

    [Fact]
    public void Open_OfAnotherModel_SaysWhatIsMissing()
    {
        using nn.Module<Tensor, Tensor> module = nn.Sequential(("a", nn.Linear(4, 4)));
        string message = Assert.Throws<OnnxExportException>(() => OnnxDecoder.Open(new OnnxExporter().Export(module, [-1, 4]))).Message;
        Assert.Contains("input_ids is missing", message, StringComparison.Ordinal);
        Assert.Contains("input is not known", message, StringComparison.Ordinal);
        using DecoderModel model = Decoders.Make("rotary");
        OnnxModel file = model.ToOnnx();
        file.Metadata.Clear();
        Assert.Contains("context_length", Assert.Throws<OnnxExportException>(() => OnnxDecoder.Open(file)).Message, StringComparison.Ordinal);
        using OnnxDecoder said = OnnxDecoder.Open(file, context: 9);
        Assert.Equal(9, said.Context);
    }
}
