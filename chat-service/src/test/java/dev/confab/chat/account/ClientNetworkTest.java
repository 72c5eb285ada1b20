package dev.confab.chat.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientNetworkTest {
    @Test
    void anIpv4AddressStandsForItself() {
        assertThat(ClientNetwork.ofAddress("203.0.113.7").value()).isEqualTo("203.0.113.7");
        assertThat(ClientNetwork.ofAddress("::ffff:203.0.113.7").value()).isEqualTo("203.0.113.7");
    }

    @Test
    void anIpv6AddressStandsForItsNetwork() {
        ClientNetwork network = ClientNetwork.ofAddress("2001:db8:1:2:3:4:5:6");

        assertThat(ClientNetwork.ofAddress("2001:db8:1:2::99%eth0")).isEqualTo(network);
        assertThat(ClientNetwork.ofAddress("2001:db8:1:3::99")).isNotEqualTo(network);
    }

    @Test
    void nonsenseIsOneNetworkOfItsOwn() {
        assertThat(ClientNetwork.ofAddress("not:an:address")).isEqualTo(new ClientNetwork("unknown"));
    }
}
