using System.Buffers;
using AiInfra.Support;

namespace AiInfra.Onnx.Tests;

/// <summary>A model and its data file are replaced together.</summary>
public sealed class ExternalWriteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Model => Path.Combine(_folder.Path, "m.onnx");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_OverAnOlderPair_LeavesTheOldOneOrTheNewOneAtEveryStep()
    {
        Of(1).Write(Model, 1000);
        var seen = new List<float>();

        // What the writer asks for while it writes: whoever kills it there leaves the files as they are now.
        Of(2, () => seen.Add(First())).Write(Model, 1000);

        Assert.True(seen.Count >= 4, "the data file and the model are each asked for");
        Assert.All(seen, value => Assert.Equal(1, value));
        Assert.Equal(2, First());
    }

    [Fact]
    public void Write_FailsBetweenTheDataAndTheModel_LeavesTheOldPair()
    {
        Of(1).Write(Model, 1000);
        int asked = 0;
        OnnxModel next = Of(2, small: () => throw new IOException($"disk full {++asked}"));

        Assert.Throws<IOException>(() => next.Write(Model, 1000));

        Assert.Equal((1, 1f), (asked, First()));
    }

    [Fact]
    public void Write_OverAnOlderPair_LeavesOneDataFile()
    {
        Of(1).Write(Model, 1000);
        Of(2).Write(Model, 1000);
        Of(2).Write(Model, 1000);
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void Write_IntoOneFileOverAPair_RemovesTheDataFile()
    {
        Of(1).Write(Model, 1000);
        Of(2).Write(Model);
        Assert.Equal(Model, Assert.Single(Directory.GetFiles(_folder.Path)));
    }

    [Fact]
    public void Write_AnotherModelNamesTheOlderData_KeepsIt()
    {
        Of(1).Write(Model, 1000);
        string copy = Path.Combine(_folder.Path, "kept.onnx");
        File.Copy(Model, copy);
        Of(2).Write(Model, 1000);
        Assert.Equal((1f, 2f), (First(copy), First()));
    }

    [Fact]
    public void Write_TensorsThatWereNotLoaded_KeepTheirData()
    {
        Of(1).Write(Model, 1000);
        OnnxModel half = OnnxModel.Read(Model, new OnnxReadOptions { LoadExternalData = false });
        half.Graph.Initializers.Add(OnnxTensor.Of<float>("more", new float[500]));
        half.Write(Model, 1000);
        Assert.Equal(1, First());
    }

    [Fact]
    public void Write_FilesOfOthers_AreLeftAlone()
    {
        string other = Path.Combine(_folder.Path, "m.onnx.0123456789abcdef.data");
        File.WriteAllText(other, "not named by the model");
        Of(1).Write(Model, 1000);
        Of(2).Write(Model, 1000);
        Assert.True(File.Exists(other));
    }

    /// <summary>A model of one large tensor, whose values are all the number, and a small one that stays in the model's file.</summary>
    private static OnnxModel Of(float number, Action? asked = null, Action? small = null)
    {
        var model = new OnnxModel { IrVersion = 10 };
        model.Graph.Initializers.Add(Tensor("large", [.. Enumerable.Repeat(number, 1000)], asked));
        model.Graph.Initializers.Add(Tensor("small", [number], small ?? asked));
        return model;
    }

    private static OnnxTensor Tensor(string name, float[] values, Action? asked)
    {
        OnnxTensor tensor = OnnxTensor.Of<float>(name, values);
        if (asked is not null)
        {
            tensor.Data = new Asked(tensor.Data.ToArray(), asked).Memory;
        }

        return tensor;
    }

    private float First(string? path = null)
    {
        OnnxModel model = OnnxModel.Read(path ?? Model);
        float[] all = model.Graph.Initializers.Find(t => t.Name == "large")!.AsSpan<float>().ToArray();
        return Assert.Single(all.Distinct());
    }

    /// <summary>Memory that tells when its content is asked for.</summary>
    private sealed class Asked(byte[] content, Action asked) : MemoryManager<byte>
    {
        public override Span<byte> GetSpan()
        {
            asked();
            return content;
        }

        public override Memory<byte> Memory => CreateMemory(content.Length);

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin() => throw new NotSupportedException();

        protected override void Dispose(bool disposing) => GC.KeepAlive(content);
    }
}
