namespace Throughline.Tests;
public sealed class Skeleton { [Fact] public void Runs() => Assert.True(true); }
