using AiInfra.Support;
using AiInfra.Training.Runtime;

namespace AiInfra.Training.Tests.Runtime;

public sealed class LibtorchTests
{
    [Fact]
    public void Load_FromManyThreads_GivesOneLibtorch()
    {
        var all = new LibtorchInfo[16];
        Parallel.For(0, all.Length, i => all[i] = Libtorch.Load());
        Assert.All(all, info => Assert.Same(all[0], info));
        Assert.StartsWith("2.", all[0].Version, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FromAnotherDirectoryAfterwards_IsRefused()
    {
        Libtorch.Load();
        using var folder = new TemporaryFolder();
        Assert.Throws<LibtorchException>(() => Libtorch.Load(new LibtorchOptions { Directory = folder.Path }));
    }

    [Fact]
    public void Loader_WithADirectoryThatIsNotThere_NamesIt()
    {
        var loader = new LibtorchLoader(new LibtorchOptions { Directory = "/no/such/folder" }, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        string message = Assert.Throws<LibtorchException>(() => loader.Load()).Message;
        Assert.Contains("/no/such/folder", message, StringComparison.Ordinal);
        Assert.Contains(NativeFiles.NameOf("torch_cpu"), message, StringComparison.Ordinal);
    }

    [Fact]
    public void Loader_WithADirectoryWithoutLibtorch_NamesTheFiles()
    {
        using var folder = new TemporaryFolder();
        var loader = new LibtorchLoader(new LibtorchOptions { Directory = folder.Path }, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        Assert.Contains(NativeFiles.NameOf("c10"), Assert.Throws<LibtorchException>(() => loader.Load()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:x")]
    [InlineData("cuda:-1")]
    public void Resolve_WithANameThatIsNone_ListsDevices(string name) =>
        Assert.Contains("cuda:N", Assert.Throws<ArgumentException>(() => TrainingDevice.Resolve(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void Resolve_Auto_AlwaysGivesADevice() => Assert.NotNull(TrainingDevice.Resolve("auto"));

    [Fact]
    public void CorrectedLibrary_WhenTheCopyWasDamaged_IsMadeAgain()
    {
        string? bridge = NativeFiles.Find(NativeFiles.ProbedDirectories(), "LibTorchSharp");
        Assert.SkipUnless(OperatingSystem.IsLinux() && bridge is not null, "No ELF library of TorchSharp here.");
        using var folder = new TemporaryFolder();
        string copy = CorrectedLibrary.Of(bridge, "GLIBCXX_3.4.32", folder.Path);
        byte[] whole = File.ReadAllBytes(copy);
        File.WriteAllText(copy, "damaged");
        Assert.Equal(copy, CorrectedLibrary.Of(bridge, "GLIBCXX_3.4.32", folder.Path));
        Assert.Equal(whole, File.ReadAllBytes(copy));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(copy)!));
    }
}
