using AiInfra.Onnx;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;
using AiInfra.Support;

namespace AiInfra.Serving.Tests.Runtimes;

public sealed class OnnxRuntimeModelTests
{
    [Fact]
    public void Signature_RawModel_NamesTypesShapesAndClasses()
    {
        using var model = OnnxRuntimeModel.Load(TestModels.Raw());
        Assert.Equal("(size: FP64[N,1], color: BYTES[N,1], at: INT64[N,1]) -> (probability: FP32[N,2], label: BYTES[N])", model.Signature.ToString());
        Assert.Equal(["no", "yes"], model.Signature.Classes);
        Assert.True(model.Signature.HasFixedRows);
    }

    [Fact]
    public void Run_RowsGrowAndShrink_AnswersFollow()
    {
        using var model = OnnxRuntimeModel.Load(TestModels.Scale(2));
        using ModelSlot slot = model.CreateSlot();
        foreach (int rows in new[] { 1, 7, 3, 200, 3, 5000, 1 })
        {
            slot.SetRows(rows);
            for (int i = 0; i < rows; i++)
            {
                slot.Inputs[0].Span<double>()[i] = i;
            }

            slot.Run();
            Assert.Equal(Enumerable.Range(0, rows).Select(i => 2.0 * i), slot.Outputs[0].Span<double>().ToArray());
        }
    }

    [Fact]
    public void Run_OutputRowsWithoutName_AreReadAfterTheRun()
    {
        using var model = OnnxRuntimeModel.Load(TestModels.Nameless());
        using ModelSlot slot = model.CreateSlot();
        foreach (int rows in new[] { 2, 5, 2 })
        {
            slot.SetRows(rows);
            slot.Inputs[0].Span<double>().Fill(rows);
            slot.Run();
            Assert.Equal(Enumerable.Repeat(rows + 1.0, rows), slot.Outputs[0].Span<double>().ToArray());
        }
    }

    [Fact]
    public void Run_OpenDimensions_FollowTheInput()
    {
        using var model = OnnxRuntimeModel.Load(TestModels.Sums());
        using ModelSlot slot = model.CreateSlot();
        slot.SetShape(0, [2, 3]);
        slot.Inputs[0].Span<long>().Fill(5);
        slot.Run();
        Assert.Equal([15L, 15L], slot.Outputs[0].Span<long>().ToArray());
    }

    [Fact]
    public void Run_StringsChangeBetweenRuns_NothingOldIsLeft()
    {
        using var model = OnnxRuntimeModel.Load(TestModels.Raw());
        using ModelSlot slot = model.CreateSlot();
        string[][] rounds = [["red", "blue"], ["blue", "red"], [null!, "red"], ["Rot ß 漢", ""]];
        string[][] expected = [["yes", "no"], ["no", "yes"], ["no", "yes"], ["no", "no"]];
        for (int r = 0; r < rounds.Length; r++)
        {
            slot.SetRows(2);
            slot.Inputs[0].Span<double>().Clear();
            rounds[r].CopyTo(slot.Inputs[1].Text);
            slot.Inputs[2].Span<long>().Clear();
            slot.Run();
            Assert.Equal(expected[r], slot.Outputs[1].Text.ToArray());
        }
    }

    [Fact]
    public void Run_InputNotGiven_NeverReachesNativeCode()
    {
        using var model = OnnxRuntimeModel.Load(TestModels.Sums());
        using ModelSlot slot = model.CreateSlot();
        var e = Assert.Throws<InferenceRequestException>(slot.Run);
        Assert.Equal("Input 'ids': expected ids: INT64[N,L], came nothing.", e.Message);
    }

    [Fact]
    public void Run_ModelDisposed_ThrowsObjectDisposed()
    {
        var model = OnnxRuntimeModel.Load(TestModels.Scale(2));
        using ModelSlot slot = model.CreateSlot();
        slot.SetRows(1);
        slot.Run();
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(slot.Run);
        Assert.Throws<ObjectDisposedException>(model.CreateSlot);
    }

    [Fact]
    public void Run_SlotDisposed_ThrowsObjectDisposed()
    {
        using var model = OnnxRuntimeModel.Load(TestModels.Scale(2));
        ModelSlot slot = model.CreateSlot();
        slot.SetRows(1);
        slot.Dispose();
        slot.Dispose();
        Assert.Throws<ObjectDisposedException>(slot.Run);
    }

    [Fact]
    public async Task Dispose_WhileManyRun_EndsEachWithAnAnswerOrObjectDisposed()
    {
        for (int round = 0; round < 10; round++)
        {
            var model = OnnxRuntimeModel.Load(TestModels.Mlp());
            Task<bool>[] runs = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => RunUntilDisposed(model)))];
            await Task.Delay(5);
            model.Dispose();
            Assert.All(await Task.WhenAll(runs), Assert.True);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(400)]
    public void Load_CutFile_IsRefusedWithReason(int bytes)
    {
        byte[] whole = TestModels.Raw();
        var e = Assert.Throws<ModelLoadException>(() => OnnxRuntimeModel.Load(whole[..bytes]));
        Assert.NotEmpty(e.Message);
    }

    [Fact]
    public void Load_RandomDamage_NeverTakesTheProcessDown()
    {
        byte[] whole = TestModels.Raw();
        var random = new Random(5);
        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = [.. whole];
            for (int k = 0; k < 1 + (i % 5); k++)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            try
            {
                OnnxRuntimeModel.Load(damaged).Dispose();
            }
            catch (ModelLoadException e)
            {
                Assert.NotEmpty(e.Message);
            }
        }
    }

    [Theory]
    [InlineData("hello, I am a text file and no model at all")]
    [InlineData("{\"json\": true}")]
    [InlineData("%PDF-1.7 binary")]
    public void Load_AnotherKindOfFile_IsRefused(string content) =>
        Assert.Throws<ModelLoadException>(() => OnnxRuntimeModel.Load(System.Text.Encoding.UTF8.GetBytes(content)));

    [Fact]
    public void Load_DataInAnotherFile_IsRefusedByName()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder, "m.onnx");
        OnnxModel.Read(TestModels.Mlp()).Write(path, externalFrom: 1024);
        var e = Assert.Throws<ModelLoadException>(() => OnnxRuntimeModel.Load(path));
        Assert.Contains("another file, 'm.onnx.", e.Message, StringComparison.Ordinal);
        using (var trusted = OnnxRuntimeModel.Load(path, new OnnxRuntimeOptions { AllowExternalData = true }))
        {
            Assert.Single(trusted.Signature.Inputs);
        }
    }

    [Fact]
    public void Load_NoSuchFile_SaysSo() =>
        Assert.Contains("There is no model file", Assert.Throws<ModelLoadException>(() => OnnxRuntimeModel.Load("no/such/model.onnx")).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_ProviderNotInTheBuild_ListsThoseThereAre()
    {
        var options = new OnnxRuntimeOptions();
        options.Providers.Add("CUDA");
        var e = Assert.Throws<ModelLoadException>(() => OnnxRuntimeModel.Load(TestModels.Scale(1), options));
        Assert.Contains("CPUExecutionProvider", e.Message, StringComparison.Ordinal);
    }

    private static bool RunUntilDisposed(OnnxRuntimeModel model)
    {
        try
        {
            using ModelSlot slot = model.CreateSlot();
            slot.SetRows(4);
            while (true)
            {
                slot.Run();
            }
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}
