using AiInfra.Training.Runtime;

namespace AiInfra.Training.Tests.Runtime;

public sealed class ElfVersionNeedsTests
{
    private static byte[] Bridge()
    {
        string? path = NativeFiles.Find(NativeFiles.ProbedDirectories(), "LibTorchSharp");
        Assert.SkipUnless(OperatingSystem.IsLinux() && path is not null, "No ELF library of TorchSharp here.");
        return File.ReadAllBytes(path);
    }

    [Fact]
    public void Weaken_AVersionThatNothingUses_ChangesOneFlag()
    {
        byte[] original = Bridge();
        byte[] weak = ElfVersionNeeds.Weaken(original, "GLIBCXX_3.4.32");
        int[] changed = [.. Enumerable.Range(0, original.Length).Where(i => original[i] != weak[i])];
        Assert.Equal(0x2, weak[Assert.Single(changed)]);
    }

    [Fact]
    public void Weaken_AVersionInUse_IsRefused() =>
        Assert.Contains("is used", Assert.Throws<InvalidDataException>(() => ElfVersionNeeds.Weaken(Bridge(), "GLIBCXX_3.4")).Message, StringComparison.Ordinal);

    [Fact]
    public void Weaken_AVersionNotNeeded_IsRefused() =>
        Assert.Throws<InvalidDataException>(() => ElfVersionNeeds.Weaken(Bridge(), "GLIBCXX_9.9.9"));

    [Fact]
    public void Rename_ToAnEndOfANameInTheFile_ChangesOneEntryOnly()
    {
        byte[] original = Bridge();
        byte[] renamed = ElfVersionNeeds.Rename(original, "torch_cpu.so");
        Assert.InRange(Enumerable.Range(0, original.Length).Count(i => original[i] != renamed[i]), 1, 8);
    }

    [Fact]
    public void Rename_ToANameNotInTheFile_IsRefused() =>
        Assert.Throws<InvalidDataException>(() => ElfVersionNeeds.Rename(Bridge(), "no_such_library.so"));

    [Fact]
    public void Weaken_SomethingElse_IsRefused() =>
        Assert.Throws<InvalidDataException>(() => ElfVersionNeeds.Weaken("no library at all, but long enough to hold a header of sixty-four bytes"u8, "GLIBCXX_3.4.32"));

    [Fact]
    public void Weaken_DamagedFiles_NeverReadsOutside()
    {
        byte[] original = Bridge();
        var random = new Random(5);
        for (int i = 0; i < 60; i++)
        {
            byte[] damaged = original.AsSpan(0, i % 2 == 0 ? original.Length : random.Next(original.Length)).ToArray();
            for (int j = 0; j < 40 && damaged.Length > 64; j++)
            {
                // Headers lie at the start, tables of sections at the end.
                int at = random.Next(2) == 0 ? random.Next(64) : damaged.Length - 1 - random.Next(Math.Min(damaged.Length - 1, 4096));
                damaged[at] = (byte)random.Next(256);
            }

            Exception? error = Record.Exception(() => ElfVersionNeeds.Weaken(damaged, "GLIBCXX_3.4.32"));
            Assert.True(error is null or InvalidDataException, $"Round {i}: {error}");
        }
    }
}
